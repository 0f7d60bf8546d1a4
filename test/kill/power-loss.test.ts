import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '#server/store/open-store.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { collectorRig } from '../collector-rig.ts'
import { until } from '../until.ts'
import { sharesOf } from './moments.ts'
import { buildPrograms, CAN_HOLD, collectorSettings, expectIntact } from './programs.ts'

const INSTANTS = process.env['ROLLCALL_LONG'] === '1' ? 200 : 40
const MINUTE = 60_000
let rig: Awaited<ReturnType<typeof collectorRig>>
let programs: Awaited<ReturnType<typeof buildPrograms<'collector'>>>
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-power-'))
beforeAll(async () => {
  rig = await collectorRig({ agents: 3_000, seed: 12 })
  programs = await buildPrograms({ collector: 'test/kill/collect.ts' })
})
afterAll(async () => {
  programs?.remove()
  await rig.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Query = (sql: string) => unknown

/** How far a store has come: the revision grows with every batch. */
function progressOf(count: Query): { revision: number; passes: number; changes: number } {
  const number = (what: string) => Number(count(`SELECT ${what}`) ?? 0)
  return {
    revision: number('sum(revision) FROM "Manager"'),
    passes: number('count(*) FROM "Pass"'),
    changes: number('count(*) FROM "Transition"'),
  }
}
const live: Query = (sql) => rig.rows(sql)[0]?.[0]

function progressOfCopy(file: string) {
  const db = openSqlite(file)
  try {
    return progressOf((sql) => db.get(sql)?.[0])
  } finally {
    db.close()
  }
}

/** A copy of file and log as they lie there, of the log only its first part when `share` is given. */
function copyOf(name: string, share = 1): string {
  const copy = path.join(folder, name)
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  copyFileSync(rig.store.file, copy)
  const wal = `${rig.store.file}-wal`
  if (!existsSync(wal)) return copy
  copyFileSync(wal, `${copy}-wal`)
  if (share < 1) truncateSync(`${copy}-wal`, Math.floor(statSync(wal).size * share))
  return copy
}

function expectOpens(file: string): void {
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  opened.db.close()
  expectIntact(file)
}

if (!CAN_HOLD) process.stdout.write('no /proc here: no copies are taken of a store while its collector stands\n')
it.skipIf(!CAN_HOLD)(
  `file and log, copied at ${INSTANTS} instants of its work, are a store with every batch; with a part of the log one without the last`,
  async () => {
    await rig.pass()
    rig.store.db.run('DELETE FROM "Lease"')
    // On a slow machine all of it might still lie in the log, the tables too, of which a part is no store.
    rig.store.db.all('PRAGMA wal_checkpoint(TRUNCATE)')
    const child = programs.start('collector', collectorSettings(rig))
    await child.said('pass')
    let before = progressOf(live)
    const first = before
    for (const [at, share] of sharesOf(INSTANTS, 16).entries()) {
      rig.demo.control.advance(5 * MINUTE)
      await wait(share * 120)
      await child.hold()
      try {
        const now = progressOf(live)
        const whole = copyOf('whole.db')
        // What was on its way to the disk when the power went: any part of the log may be missing, and a page may be torn.
        const torn = copyOf('torn.db', sharesOf(at + 1, 17)[at])
        // It may stand between the last byte of a batch and what tells readers of it: then a copy has that batch already.
        const { revision, passes, changes } = progressOfCopy(whole)
        expect(revision).toBeGreaterThanOrEqual(now.revision)
        expect(passes).toBeGreaterThanOrEqual(now.passes)
        expect(changes).toBeGreaterThanOrEqual(now.changes)
        expectOpens(whole)
        const left = progressOfCopy(torn)
        expect(left.revision).toBeLessThanOrEqual(now.revision)
        expectOpens(torn)
        expect(now.revision).toBeGreaterThanOrEqual(before.revision)
        before = now
      } finally {
        child.goOn()
      }
    }
    // It was at work all the while.
    await until(() => progressOf(live).changes > first.changes)
    await child.killAfter(0)
  },
)
