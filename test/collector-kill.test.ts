import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { openStore } from '#server/store/open-store.ts'
import { collectorRig, countedByManager } from './collector-rig.ts'

const KILLS = process.env['ROLLCALL_LONG'] === '1' ? 50 : 10
let rig: Awaited<ReturnType<typeof collectorRig>>
beforeAll(async () => {
  rig = await collectorRig({ agents: 12_000, seed: 11 })
})
afterAll(() => rig.stop())

/** The collector as a process of its own, as the supervisor would run it. */
function startCollector(): ChildProcess {
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env['PATH'],
    MANAGER_URL: rig.demo.url,
    MANAGER_NAME: 'main',
    MANAGER_USER: 'wazuh',
    MANAGER_PASSWORD: 'wazuh',
    MANAGER_FINGERPRINT: rig.demo.fingerprint,
    DATABASE_URL: `file:${rig.store.file}`,
    SYNC_INTERVAL_SECONDS: '5',
    LOG_LEVEL: 'warn',
  }
  return spawn(process.execPath, ['--import', 'tsx', 'server/sync/main.ts'], { env, stdio: ['ignore', 'inherit', 'inherit'] })
}

async function until(condition: () => boolean): Promise<void> {
  const end = systemClock.now() + 60_000
  while (!condition()) {
    if (systemClock.now() > end) throw new Error('waited a minute in vain')
    await wait(2)
  }
}

it(`an intact store and right counts after ${KILLS} kills during passes`, { timeout: KILLS * 15_000 }, async () => {
  const running = () => rig.rows(`SELECT max(id) FROM Pass WHERE outcome = 'running'`)[0]?.[0] ?? 0
  const delays = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: KILLS, seed: 4 })
  for (const [kill, share] of delays.entries()) {
    rig.demo.control.advance(20 * 60_000)
    const last = Number(running())
    const child = startCollector()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await until(() => Number(running()) > last || child.exitCode !== null)
    // Squared, so that early moments of a pass are hit as often as late ones.
    await wait(share * share * 1_500)
    child.kill('SIGKILL')
    await exited

    const opened = openStore(rig.store.file)
    if (!opened.ok) throw new Error(opened.problem.message)
    opened.db.close()
    expect(rig.rows('PRAGMA integrity_check')).toEqual([['ok']])
    expect(rig.rows('SELECT agentKey FROM Keepalive WHERE agentKey NOT IN (SELECT key FROM Agent)')).toEqual([])
    expect(rig.rows('SELECT key FROM Agent WHERE key IN (SELECT key FROM Tombstone)')).toEqual([])
    expect(rig.rows('SELECT a.key FROM Agent a JOIN Manager m ON m.id = a.managerId WHERE a.revision > m.revision')).toEqual([])
    expect(rig.rows('SELECT id FROM "Transition" t WHERE passId NOT IN (SELECT id FROM Pass)')).toEqual([])
    if (kill % 5 === 4) await complete()
  }
  expect(rig.rows(`SELECT count(*) FROM Pass WHERE outcome = 'interrupted'`)[0]?.[0]).toBeGreaterThanOrEqual(KILLS / 2)
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
