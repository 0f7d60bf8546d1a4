import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '#server/store/open-store.ts'
import { collectorRig, countedByManager } from '../collector-rig.ts'
import { until } from '../until.ts'
import { sharesOf } from './moments.ts'
import { buildPrograms, collectorSettings, expectIntact } from './programs.ts'

const LONG = process.env['ROLLCALL_LONG'] === '1'
const KILLS = LONG ? 200 : 10
/** A web process takes longer to be there. */
const EXPORT_KILLS = LONG ? 200 : 4
let rig: Awaited<ReturnType<typeof collectorRig>>
let programs: Awaited<ReturnType<typeof buildPrograms<'collector' | 'exporter'>>>
beforeAll(async () => {
  rig = await collectorRig({ agents: 12_000, seed: 11 })
  programs = await buildPrograms({ collector: 'server/sync/main.ts', exporter: 'test/kill/export-agents.ts' })
})
afterAll(async () => {
  programs?.remove()
  await rig.stop()
})

function expectOpens(): void {
  const opened = openStore(rig.store.file)
  if (!opened.ok) throw new Error(opened.problem.message)
  opened.db.close()
}

it(`an intact store and right counts after ${KILLS} kills during passes`, async () => {
  const running = () => Number(rig.rows(`SELECT max(id) FROM Pass WHERE outcome = 'running'`)[0]?.[0] ?? 0)
  for (const [kill, share] of sharesOf(KILLS, 4).entries()) {
    rig.demo.control.advance(20 * 60_000)
    const last = running()
    const child = programs.start('collector', collectorSettings(rig))
    await until(() => running() > last || !child.isRunning)
    // Squared, so that early moments of a pass are hit as often as late ones.
    await child.killAfter(share * share * 1_500)
    expectOpens()
    expectIntact(rig.store.file)
    if (kill % 5 === 4 || kill === KILLS - 1) await complete()
  }
  expect(rig.rows(`SELECT count(*) FROM Pass WHERE outcome = 'interrupted'`)[0]?.[0]).toBeGreaterThanOrEqual(KILLS / 2)
})

it(`an intact store, and files that are whole, after ${EXPORT_KILLS} kills during exports`, async () => {
  await complete()
  const agents = Number(rig.rows('SELECT count(*) FROM Agent')[0]?.[0])
  const counted = rig.rows('SELECT count(*), sum(revision) FROM Agent')
  const entry = programs.start('exporter', collectorSettings(rig))
  await entry.ended
  const cookie = /cookie (\S+)/.exec(entry.text)?.[1] ?? ''
  for (const share of sharesOf(EXPORT_KILLS, 5)) {
    const child = programs.start('exporter', collectorSettings(rig), ['ever', cookie])
    await child.said('exporting')
    await child.killAfter(share * share * 800)
    expectOpens()
    expectIntact(rig.store.file)
  }
  expect(rig.rows('SELECT count(*), sum(revision) FROM Agent')).toEqual(counted)
  const last = programs.start('exporter', collectorSettings(rig), ['once', cookie])
  await last.ended
  expect(last.text).toContain(`rows ${agents}\n`)
})

/** One pass to its end: what it says, what the rows say and what the manager says must be the same. */
async function complete(): Promise<void> {
  expect(await rig.pass()).toMatchObject({ outcome: 'ok' })
  const [row] = rig.rows(
    'SELECT total, active, disconnected, pending, neverConnected, synced, notSynced FROM Pass ORDER BY id DESC LIMIT 1',
  )
  const counted = rig.rows(`SELECT count(*), sum(status = 'active'), sum(status = 'disconnected'), sum(status = 'pending'),
    sum(status = 'never_connected'), sum(groupConfigStatus = 'synced'), sum(groupConfigStatus = 'not synced') FROM Agent`)
  expect(counted).toEqual([row])
  expect(Object.values(await countedByManager(rig.client))).toEqual(row)
  // Each chain of transitions is unbroken and ends at what is stored.
  const broken = rig.rows(`SELECT t.id FROM "Transition" t JOIN "Transition" p ON p.id =
      (SELECT max(id) FROM "Transition" WHERE agentKey = t.agentKey AND field = t.field AND id < t.id)
    WHERE t.field IN ('status', 'group_config_status') AND p.toValue IS NOT t.fromValue`)
  expect(broken).toEqual([])
  // Gives way to the next child.
  rig.store.db.run('DELETE FROM "Lease"')
}
