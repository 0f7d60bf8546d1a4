import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addDemoPast } from '#cli/demo-past.ts'
import { generateSource } from '#demo/fleet/generated-source.ts'
import { tellPast } from '#demo/fleet/past.ts'
import { type Rollcall, startRollcall } from '#e2e/rollcall.ts'
import { systemClock } from '#server/clock.ts'
import { openStore } from '#server/store/open-store.ts'
import { reservePast } from '#server/store/past-writer.ts'
import { lossOf, membersOf, type Outage, withOutages } from './outages.ts'

const SEED = 7
const PATIENCE_MS = 120_000
const HOUR = 3600

interface Options {
  /** Up to the 20,000 of which the demo tells a past. */
  agents: number
  /** A group that is silent now. */
  lost?: string
}

/**
 * A product whose demo fleet has the 30 days behind it that `npm start` gives a newcomer, and a site that was silent last night,
 * with the demo still in our hand.
 * @throws Error when the past was not written
 */
export async function startLiving({ agents, lost }: Options): Promise<Rollcall> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-shots-')), 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  const { db } = opened
  reservePast(db)
  const born = Math.floor(Date.now() / 1000)
  const source = generateSource({ agents, seed: SEED, bornAt: born, frozen: false })
  const night = born - 8 * HOUR
  const outages: Outage[] = [{ ids: membersOf(source, 'branch-west', night), from: night, to: night + 0.75 * HOUR }]
  const open = { ids: lost ? membersOf(source, lost, born) : new Set<number>(), from: born - 0.4 * HOUR, to: null }
  const rollcall = await startRollcall({
    demo: { agents, seed: SEED, bornAt: born * 1000 },
    env: { ROLLCALL_DEMO: '1', DATABASE_URL: `file:${file}` },
    prepare: ({ control }) => {
      for (const id of open.ids) {
        const { at, lastKeepAlive } = lossOf(id, open)
        const given = { status: 'disconnected', status_code: 4, disconnection_time: wire(at), lastKeepAlive: wire(lastKeepAlive) }
        control.setAgent(String(id), given)
      }
    },
  })
  async function* tell(untilSeconds: number) {
    for (const line of withOutages(tellPast(source, untilSeconds), [...outages, open])) yield JSON.stringify(line)
  }
  const written = await addDemoPast({ db, clock: systemClock, signal: AbortSignal.timeout(PATIENCE_MS), tell })
  db.close()
  if (written !== null) return rollcall
  await rollcall.stop()
  throw new Error('the demo’s past was not written')
}

/** A time as the manager's API writes it. */
function wire(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+/, '')
}
