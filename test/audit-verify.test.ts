import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { productEnvironment } from '#e2e/rollcall.ts'
import { appendAudit } from '#server/store/audit-repo.ts'
import { openTestStore } from '#server/store/testing.ts'

let store: ReturnType<typeof openTestStore>
beforeEach(() => {
  store = openTestStore()
})
afterEach(() => store.remove())

const add = (username: string) =>
  store.db.transaction(() =>
    appendAudit(store.db, [{ kind: 'sign_in', outcome: 'ok', username, at: Date.UTC(2026, 10, 21), times: 1 }]),
  )

function verify(...args: string[]): { code: number | null; said: string } {
  const env = productEnvironment({ DATABASE_URL: `file:${store.file}` })
  const run = spawnSync('node_modules/.bin/tsx', ['cli/audit-verify.ts', ...args], { env, encoding: 'utf8' })
  return { code: run.status, said: run.stdout + run.stderr }
}

it('tells a whole log from one that was changed, also with heads of the process log', () => {
  add('ada')
  const { seq, hash } = add('eve')
  const log = path.join(path.dirname(store.file), 'rollcall.log')
  writeFileSync(
    log,
    `rollcall: starting\n{"level":30,"auditHead":{"seq":${seq},"hash":"${hash}"},"msg":"head of the audit log"}\n`,
  )
  expect(verify()).toEqual({ code: 0, said: expect.stringContaining(`events 1 to 2: whole. Heads compared: 0. Head: 2:${hash}`) })
  expect(verify('--log', log)).toMatchObject({ code: 0, said: expect.stringContaining('Heads compared: 1') })

  store.db.exec(`UPDATE "AuditEvent" SET "username" = 'nobody' WHERE "seq" = 1`)
  expect(verify()).toEqual({ code: 1, said: expect.stringContaining('Event 1: changed after it was written') })

  store.db.exec(`DELETE FROM "AuditEvent"; DELETE FROM sqlite_sequence WHERE name = 'AuditEvent'`)
  add('nobody')
  expect(verify().code).toBe(0)
  expect(verify('--head', `${seq}:${hash}`)).toEqual({ code: 1, said: expect.stringContaining('Event 2: missing at the end.') })
  expect(verify('--nonsense').code).toBe(2)
})
