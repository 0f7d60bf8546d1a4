import type { Agent } from '#lib/agent/agent.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { fleetWriter } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import { getKioskBoard } from '#server/services/kiosk/get-kiosk-board.ts'
import { KioskPairings } from '#server/services/kiosk/kiosk-pairings.ts'
import { approveKiosk, type KioskPeopleContext } from '#server/services/kiosk/kiosk-people.ts'
import { kioskScope } from '#server/services/kiosk/kiosk-scope.ts'
import { Kiosks } from '#server/services/kiosk/kiosks.ts'
import { sessionKeys } from '#server/services/people/session-keys.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { readSnapshot } from '#server/services/read-input.ts'
import { kiosksRepo } from '#server/store/kiosks-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { signInConfig } from './no-ways.ts'
import { personRig } from './person-rig.ts'

const DAY_MS = 86_400_000

/** People of one manager, a fleet of it in two groups, and the screens that they approve. Time stands still until moved. */
export async function kioskRig(more: Parameters<typeof signInConfig>[1] = {}) {
  const people = await personRig()
  const { clock, prisma, file, manager, db } = people
  const fleet = new FleetIndex({ prisma, clock, log })
  const writer = fleetWriter(db)
  const asOf = clock.at
  const group = (id: number) => (id <= 6 ? 'lyon' : 'oslo')
  const agents: Agent[] = Array.from({ length: 10 }, (_, at) =>
    testAgent(at + 1, asOf, { name: `host-${group(at + 1)}-${at + 1}`, ip: `10.9.8.${at + 1}`, groups: [group(at + 1)] }),
  )
  writer.manager({ id: 'main', asOf, version: 'v4.14.7' })
  writer.put(agents)
  db.run('UPDATE Manager SET lastSyncAt = ? WHERE id = ?', asOf, 'main')
  await fleet.refresh()
  const looks: number[] = []
  const setUp = signInConfig([manager], more)
  const start = (config = setUp) =>
    new Kiosks({
      repo: kiosksRepo({ prisma, db: openSqlite(file, { busyTimeoutMs: 15 }) }),
      pairings: new KioskPairings(clock),
      ...{ clock, log, config },
    })
  const kiosks = start()
  const contextOf = (session: Session): KioskPeopleContext => ({
    ...{ kiosks, clock, config: setUp, session },
    lookAgain: () => void looks.push(clock.at),
  })
  const base = { fleet, prisma, clock, log, config: { demo: false, intervalSeconds: 30, managers: [manager] } }

  return {
    ...people,
    agents,
    contextOf,
    kiosks,
    /** When the right of every event stream was looked up again. */
    looks,
    /** The screens after a restart of the process, with another configuration perhaps. */
    restart: start,
    writer,
    /** A screen that this person approved; its token is what its cookie holds. */
    async pair(who: { token: string; session: Session }, more: { q?: string; names?: boolean; days?: number } = {}) {
      const { days = 90, ...what } = more
      const { token, pairing } = kiosks.pairings.start('10.0.0.7', 'Chrome')
      const until = new Date(clock.at + days * DAY_MS).toISOString()
      const sessions = [sessionKeys(who.token)?.lookup ?? '']
      const item = await approveKiosk({
        ctx: contextOf(who.session),
        input: { body: { code: pairing.code, name: 'wall', until, ...what }, sessions },
      })
      return { token, item }
    },
    /** What a screen shows, or why it shows nothing. */
    async look(token: string, screens: Kiosks = kiosks) {
      clock.at += 1001
      const access = await screens.find(token)
      if (access?.state !== 'paired') return { state: access?.state ?? 'unknown', board: null, scope: null }
      const { kiosk } = access
      // The collector goes on meanwhile.
      db.run('UPDATE Manager SET lastSyncAt = ?, revision = revision + 1 WHERE id = ?', clock.at - 1000, 'main')
      await fleet.refresh()
      const scope = await kioskScope(readSnapshot({ ...base, scope: kiosk.rights }), kiosk)
      return { state: access.state, scope, board: await getKioskBoard({ ctx: { ...base, scope }, input: { kiosk } }) }
    },
  }
}
export type KioskRig = Awaited<ReturnType<typeof kioskRig>>
