import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeCertificate } from '#test/manager-server.ts'
import { loadConfig } from './config-env.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string, mode = 0o600) => {
  const place = path.join(folder, name)
  writeFileSync(place, text)
  chmodSync(place, mode)
  return place
}
const load = (settings: Record<string, string>) => {
  const loaded = loadConfig(settings)
  return loaded.ok
    ? { ...loaded.config, problems: [], warnings: loaded.warnings }
    : { tls: null, metricsToken: null, problems: loaded.problems, warnings: [] }
}

it('takes a certificate with its key, and warns when everybody here can read the key', async () => {
  const { pem, key } = await makeCertificate()
  const [certFile, keyFile] = [file('c.pem', pem), file('k.pem', key)]
  expect(load({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile })).toMatchObject({ tls: { certFile, keyFile }, warnings: [] })
  chmodSync(keyFile, 0o644)
  expect(load({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile }).warnings).toEqual([expect.stringContaining('TLS_KEY_FILE')])
})

it('refuses half a pair, another key and what is no PEM, without repeating any of it', async () => {
  const [one, other] = [await makeCertificate(), await makeCertificate()]
  const certFile = file('c.pem', one.pem)
  const cases = [
    { settings: { TLS_CERT_FILE: certFile }, problem: 'TLS_KEY_FILE is not set' },
    { settings: { TLS_KEY_FILE: certFile }, problem: 'TLS_CERT_FILE is not set' },
    { settings: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: file('k.pem', other.key) }, problem: 'do not belong together' },
    { settings: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: file('n.pem', 'C4nary') }, problem: 'do not belong together' },
    { settings: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: path.join(folder, 'none') }, problem: 'does not exist' },
  ]
  for (const { settings, problem } of cases) {
    const { problems } = load(settings)
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems.join()).not.toMatch(/C4nary|PRIVATE/)
  }
})

it('takes a token of one line, and refuses what can be guessed', () => {
  expect(load({ METRICS_TOKEN_FILE: file('t', 'abcdefghijklmnop\n') }).metricsToken).toBe('abcdefghijklmnop')
  for (const text of ['', 'short', 'two words that are long', 'abcdefghijklmnop\nqrstuvwx', 'x'.repeat(513)])
    expect(load({ METRICS_TOKEN_FILE: file('t', text) }).problems).toEqual([expect.stringContaining('holds no token')])
})
