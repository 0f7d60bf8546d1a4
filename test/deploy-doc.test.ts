import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { judgeAccount } from '#server/manager/account-rights.ts'
import { fleetRows } from '#server/store/fleet-rows.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'
import { makeCertificate, startHttps, type TestServer } from './manager-server.ts'

const doc = readFileSync('docs/deploy.md', 'utf8')
const unit = /```ini\n(\[Unit\][\s\S]*?)```/.exec(doc)?.[1] ?? ''
const script = /```sh\n([\s\S]*?)```/.exec(doc)?.[1] ?? ''
const policyBody = z.strictObject({
  name: z.string(),
  policy: z.strictObject({ actions: z.array(z.string()), resources: z.array(z.string()), effect: z.enum(['allow', 'deny']) }),
})
/** The policies that the script makes. */
const policies = [...script.matchAll(/^\{"name": .*"policy".*\}$/gm)].map(([text]) => policyBody.parse(JSON.parse(text)))

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A manager that takes the writes of the script, numbers what it makes and remembers all of it. */
async function securityServer(): Promise<TestServer & { caFile: string; calls: { call: string; body: unknown; by: string }[] }> {
  const certificate = await makeCertificate()
  const calls: { call: string; body: unknown; by: string }[] = []
  let next = 100
  const server = await startHttps(certificate, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const call = `${request.method} ${request.url}`
      calls.push({ call, body: text === '' ? null : JSON.parse(text), by: request.headers.authorization ?? '' })
      if (call.includes('authenticate')) return void response.end('the-token')
      const item = { id: next++, name: 'made', users: [], roles: [] }
      const data = { affected_items: [item], total_affected_items: 1, total_failed_items: 0, failed_items: [] }
      response.end(JSON.stringify({ data, message: 'made', error: 0 }).replaceAll(':', ': ').replaceAll(',', ', '))
    })
  })
  ends.push(() => server.close())
  const caFile = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'manager.pem')
  writeFileSync(caFile, certificate.pem)
  return { ...server, caFile, calls }
}

/** Runs the script as the page has it. */
function run(env: Record<string, string>): Promise<{ code: number | null; out: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-s'], { env: { ...process.env, ...env } })
    let [out, errors] = ['', '']
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      errors += String(chunk)
    })
    child.on('close', (code) => resolve({ code, out, errors }))
    child.stdin.end(script)
  })
}

it('makes policies, a role and an account, binds them, and prints the settings', async () => {
  const server = await securityServer()
  const { code, out, errors } = await run({ MANAGER: server.url.origin, ADMIN_USER: 'wazuh:wazuh', CA_FILE: server.caFile })
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  expect(server.calls.map(({ call }) => call)).toEqual([
    'POST /security/user/authenticate?raw=true',
    ...policies.map(() => 'POST /security/policies'),
    'POST /security/roles',
    'POST /security/roles/104/policies?policy_ids=100,101,102,103',
    'POST /security/users',
    'POST /security/users/106/roles?role_ids=104',
  ])
  expect(server.calls[0]?.by).toBe(`Basic ${Buffer.from('wazuh:wazuh').toString('base64')}`)
  expect(new Set(server.calls.slice(1).map(({ by }) => by))).toEqual(new Set(['Bearer the-token']))
  const user = server.calls.find(({ call }) => call === 'POST /security/users')?.body
  const { password } = z.strictObject({ username: z.literal('rollcall'), password: z.string() }).parse(user)
  expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*-)[\w-]{16,64}$/)
  expect(out).toBe(`MANAGER_USER=rollcall\nMANAGER_PASSWORD=${password}\n`)
})

it('stops at the first refusal', async () => {
  const server = await securityServer()
  const { code } = await run({ MANAGER: `${server.url.origin}/nowhere-else:1`, ADMIN_USER: 'a:b', CA_FILE: '/nowhere' })
  expect(code).not.toBe(0)
  expect(server.calls).toEqual([])
})

it('gives the collector exactly what it needs: a whole fleet, and nothing to warn of', async () => {
  const user = { username: 'rollcall', password: 'rollcall', roles: [300] }
  const role = {
    id: 300,
    name: 'rollcall_reader',
    policies: policies.map(({ name, policy }, at) => ({ id: 300 + at, name, policy })),
  }
  const rig = await collectorRig(
    { agents: 250, seed: 7, frozen: true, policies: { users: [user], roles: [role] } },
    { user: 'rollcall' },
  )
  ends.push(() => rig.stop())
  expect(await rig.pass()).toMatchObject({ outcome: 'ok', state: 'ok', problem: null, counts: { total: 250 } })
  expect(await rig.pass('small')).toMatchObject({ outcome: 'ok', state: 'ok' })
  expect(judgeAccount(await rig.client.getPolicies())).toEqual({ hidden: [], excess: [] })
  expect(await rig.client.getManagerInfo()).not.toBeNull()
  expect(rig.rows('SELECT count(*) > 0 FROM GroupSum')).toEqual([[1]])
  const [manager] = await fleetRows(openPrisma(rig.store.file)).managers()
  expect(manager?.report).toMatchObject({
    account: JSON.stringify({ hidden: [], excess: [] }),
    card: expect.stringContaining('hostname'),
  })
})

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
it.runIf(hasSystemd)('has a unit that systemd reads without a word', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'rollcall.service')
  expect(unit).toContain('ExecStart=/usr/bin/node cli/start.mjs\n')
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath))
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  expect([status, stdout, stderr]).toEqual([0, '', ''])
})
