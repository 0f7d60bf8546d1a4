import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadConfig } from './config-env.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-managers-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CANARY = 'c4n4ry-Passw0rd!'
const berlin = { name: 'Berlin', url: 'https://berlin.example:55000', user: 'reader', password: CANARY }
const tokyo = { id: 'jp', name: 'Tōkyō', url: 'https://tokyo.example:55000', user: 'reader', passwordFile: 'tokyo.password' }
writeFileSync(join(folder, 'tokyo.password'), `${CANARY}2\n`, { mode: 0o600 })

function load(content: unknown, { mode = 0o600, env = {} }: { mode?: number; env?: Record<string, string> } = {}) {
  const file = join(folder, 'managers.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  chmodSync(file, mode)
  const result = loadConfig({ MANAGERS_FILE: file, ...env })
  expect(JSON.stringify(result.ok ? result.warnings : result.problems)).not.toContain(CANARY)
  return result
}

it('reads several managers, each with its own id, account and way to trust it, and starts no demo', () => {
  const result = load([
    { ...berlin, disconnectionSeconds: 900 },
    { ...tokyo, fingerprint: 'AB'.repeat(32) },
  ])
  if (!result.ok) throw new Error(result.problems.join('\n'))
  const { managers, demo } = result.config
  expect(demo).toBe(false)
  expect(managers.map(({ id, name, password }) => ({ id, name, password }))).toEqual([
    { id: 'berlin', name: 'Berlin', password: CANARY },
    { id: 'jp', name: 'Tōkyō', password: `${CANARY}2` },
  ])
  expect(managers.map(({ disconnectionSeconds }) => disconnectionSeconds)).toEqual([900, undefined])
  expect(managers[1]?.tls).toEqual({ ca: null, fingerprint: 'ab'.repeat(32), insecure: false })
  expect(result.warnings).toEqual([])
})

it('warns, once for each file, when every user of the machine can read a password', () => {
  const open = load([berlin, tokyo], { mode: 0o644 })
  expect(open.ok && open.warnings).toEqual([expect.stringMatching(/managers\.json: run chmod o-r/)])
  chmodSync(join(folder, 'tokyo.password'), 0o604)
  const both = load([berlin, tokyo, { ...tokyo, id: 'kyoto', name: 'Kyoto', url: 'https://kyoto.example' }], { mode: 0o644 })
  chmodSync(join(folder, 'tokyo.password'), 0o600)
  expect(both.ok && both.warnings).toHaveLength(2)
  const harmless = load([tokyo], { mode: 0o644 })
  expect(harmless.ok && harmless.warnings).toEqual([])
})

it.each([
  ['{', /^MANAGERS_FILE is not JSON: write a list/],
  [`[{"password": "${CANARY}", }]`, /^MANAGERS_FILE is not JSON/],
  [{}, /^MANAGERS_FILE is not a list of 1 to 50 managers/],
  [[], /^MANAGERS_FILE is not a list of 1 to 50 managers/],
  [Array.from({ length: 51 }, () => berlin), /^MANAGERS_FILE is not a list of 1 to 50/],
  [[berlin, 'tokyo'], /^MANAGERS_FILE, manager 2: is not an object: write/],
  [[{ ...berlin, url: undefined }], /^MANAGERS_FILE, manager 1 \(Berlin\): url is not set: set the address/],
  [[{ ...berlin, user: undefined }], /^MANAGERS_FILE, manager 1 \(Berlin\): user is not set/],
  [[{ ...berlin, password: undefined }], /^MANAGERS_FILE, manager 1 \(Berlin\): password is not set: set it, or passwordFile/],
  [[{ ...berlin, password: 5 }], /\(Berlin\): password is not text/],
  [[{ ...berlin, passwordFile: 'x' }], /\(Berlin\): password and passwordFile are both set/],
  [[{ ...berlin, url: 'http://berlin' }], /\(Berlin\): url does not start with https/],
  [[{ ...berlin, url: `https://u:${CANARY}@berlin` }], /\(Berlin\): url contains a user or password: set user and password/],
  [[{ ...berlin, caFile: 'no-such.pem' }], /\(Berlin\): caFile names a file that does not exist/],
  [[{ ...berlin, fingerprint: 'abc' }], /\(Berlin\): fingerprint is not a SHA-256/],
  [[{ ...berlin, tlsInsecure: 'yes' }], /\(Berlin\): tlsInsecure is not true or false/],
  [[{ ...berlin, disconnectionSeconds: 0 }], /\(Berlin\): disconnectionSeconds is not a whole number from 1/],
  [[{ ...berlin, id: 'Berlin!' }], /\(Berlin\): id is not 1 to 32 of a-z/],
  [[{ ...berlin, pasword: CANARY }], /\(Berlin\): pasword is no setting of a manager/],
  [[{ ...berlin, name: 'Demo' }], /^MANAGERS_FILE: “demo” is kept for the embedded demo/],
  [[berlin, { ...tokyo, name: 'berlin', id: 'x' }], /^MANAGERS_FILE: managers 1 and 2 have the same name “berlin”/],
  [[berlin, { ...tokyo, name: 'BERLIN', id: 'x' }], /^MANAGERS_FILE: managers 1 and 2 have the same name/],
  [
    [
      { ...berlin, id: 'b' },
      { ...tokyo, id: 'berlin' },
    ],
    /^MANAGERS_FILE: the name “Berlin” of manager 1 is the id of manager 2/,
  ],
  [[berlin, { ...tokyo, id: 'berlin' }], /^MANAGERS_FILE: managers 1 and 2 have the same id “berlin”/],
  [[berlin, { ...tokyo, url: berlin.url }], /^MANAGERS_FILE: managers 1 and 2 have the same url/],
])('refuses %j with one clear line', (content, expected) => {
  const result = load(content)
  expect(result.ok ? [] : result.problems).toEqual([expect.stringMatching(expected)])
})

it('refuses a file beside settings of a single manager, and one that is not there', () => {
  const both = load([berlin], { env: { MANAGER_URL: 'https://m:55000' } })
  expect(both.ok ? [] : both.problems).toEqual([expect.stringMatching(/^MANAGERS_FILE and settings of a single manager/)])
  const none = loadConfig({ MANAGERS_FILE: join(folder, 'none.json') })
  expect(none.ok ? [] : none.problems).toEqual([expect.stringMatching(/^MANAGERS_FILE names a file that does not exist/)])
  const misspelled = loadConfig({ MANAGER_FILE: 'x' })
  expect(misspelled.ok ? [] : misspelled.problems).toEqual([expect.stringMatching(/did you mean MANAGERS_FILE\?/)])
})
