import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { productEnvironment } from '#e2e/rollcall.ts'
import { type AuditKey, auditKeys } from '#server/store/audit-key.ts'
import { appendAudit } from '#server/store/audit-repo.ts'
import { openTestStore } from '#server/store/testing.ts'

let store: ReturnType<typeof openTestStore>
let settings: Record<string, string>
beforeEach(() => {
  store = openTestStore()
  settings = {}
})
afterEach(() => store.remove())

const add = (username: string, key: AuditKey | null = null) =>
  store.db.transaction(() =>
    appendAudit(store.db, [{ kind: 'sign_in', outcome: 'ok', username, at: Date.UTC(2026, 10, 21), times: 1 }], key),
  )

function verify(...args: string[]): { code: number | null; said: string } {
  const env = productEnvironment({ DATABASE_URL: `file:${store.file}`, ...settings })
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

it('says which events are sealed with a key of SECRET_KEY_FILE, and finds a chain that was written anew without it', () => {
  add('ada')
  const file = path.join(path.dirname(store.file), 'secret.key')
  writeFileSync(file, `may ${'A'.repeat(43)}\n`, { mode: 0o600 })
  settings = { SECRET_KEY_FILE: file }
  expect(verify()).toEqual({ code: 1, said: expect.stringContaining('Event 1: without a key, although') })
  const [key] = auditKeys([{ id: 'may', bytes: Buffer.from('A'.repeat(43), 'base64url') }])
  const { seq, hash } = add('eve', key ?? null)
  const { code, said } = verify('--head', `${seq}:${hash}`)
  expect(code).toBe(0)
  expect(said).toContain('Event 1, since 2026-11-21T00:00:00.000Z: chained without a key.')
  expect(said).toContain('Event 2, since 2026-11-21T00:00:00.000Z: sealed with the key “may”')
  expect(said).toContain(`events 1 to 2: whole. Heads compared: 1. Head: 2:${hash}`)
  settings = {}
  expect(verify()).toEqual({ code: 1, said: expect.stringContaining('Event 2: can’t be checked') })
})
