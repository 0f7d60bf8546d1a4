import { request } from 'node:https'
import { afterEach, describe, expect, it } from 'vitest'
import { type Demo, type DemoOptions, startDemo } from './start.ts'

let demo: Demo
afterEach(() => demo.stop())

interface Answer {
  readonly status: number
  readonly text: string
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${demo.url}${path}`, { ca: demo.caPem, agent: false, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

const basic = (user: string, password = user) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const signIn = (user: string, password = user) => ask('/security/user/authenticate?raw=true', basic(user, password), 'POST')
const bearer = async (user: string) => ({ authorization: `Bearer ${(await signIn(user)).text}` })
const start = async (options: DemoOptions = {}) => {
  demo = await startDemo({ agents: 60, seed: 3, frozen: true, ...options })
}
const total = (answer: Answer): number => JSON.parse(answer.text).data.total_affected_items
const errorOf = (answer: Answer): number => JSON.parse(answer.text).error

describe('the demo manager over HTTPS', () => {
  it('narrows lists silently, fails single ids, refuses when none is allowed', async () => {
    await start()
    const [admin, branch, nobody] = [await bearer('wazuh'), await bearer('branch'), await bearer('nobody')]
    const everybody = total(await ask('/agents?limit=1', admin))
    const mine = total(await ask('/agents?limit=1', branch))
    expect(mine).toBeGreaterThan(0)
    expect(mine).toBeLessThan(everybody)
    const mixed = JSON.parse((await ask('/agents?agents_list=002,004', branch)).text)
    expect(mixed).toMatchObject({
      error: 2,
      data: { total_affected_items: 1, failed_items: [{ error: { code: 4000 }, id: ['004'] }] },
    })
    const refused = await ask('/agents?agents_list=004', branch)
    expect([refused.status, errorOf(refused)]).toEqual([403, 4000])
    expect(refused.text).toContain('"unknown-node"')
    expect(await ask('/agents?q=foo', nobody)).toMatchObject({ status: 200 })
    const summary = JSON.parse((await ask('/agents/summary/status', nobody)).text)
    expect(summary.data.connection.total).toBe(0)
    const groups = JSON.parse((await ask('/groups', branch)).text).data.affected_items
    expect(groups.map((group: { name: string }) => group.name)).toEqual(['branch-north', 'branch-south'])
    expect((await ask('/manager/info', await bearer('analyst'))).status).toBe(403)
  })

  it('checks route, token, parameters and rights in this order', async () => {
    await start()
    expect((await ask('/colour?limit=0')).status).toBe(404)
    expect((await ask('/agents?limit=0', {}, 'PATCH')).status).toBe(405)
    expect((await ask('/agents?limit=0')).status).toBe(401)
    const branch = await bearer('branch')
    expect((await ask('/agents?limit=0&agents_list=004', branch)).status).toBe(400)
    expect((await ask('/agents?agents_list=004&q=foo', branch)).status).toBe(403)
    expect((await ask('/agents/', branch)).status).toBe(307)
  })

  it('takes a request line that names thousands of agents', async () => {
    await start()
    const ids = Array.from({ length: 6000 }, (_, index) => String(index).padStart(3, '0')).join(',')
    const answer = await ask(`/agents?limit=1&agents_list=${ids}`, await bearer('wazuh'))
    expect([answer.status, total(answer)]).toEqual([200, 61])
  })

  it('counts every request against one limit and opens a new window after a minute', async () => {
    await start({ requestsPerMinute: 3 })
    for (let i = 0; i < 3; i++) expect((await ask('/colour')).status).toBe(404)
    const refused = await ask('/colour')
    expect([refused.status, errorOf(refused)]).toEqual([429, 6001])
    demo.control.advance(60_001)
    expect((await ask('/colour')).status).toBe(404)
  })

  it('blocks an address after 50 failed sign-ins until 300 s after the first, sparing live tokens', async () => {
    await start({ requestsPerMinute: 0 })
    const admin = await bearer('wazuh')
    for (let i = 0; i < 50; i++) expect((await signIn('wazuh', 'wrong')).status).toBe(401)
    const blocked = await signIn('wazuh')
    expect([blocked.status, errorOf(blocked)]).toEqual([403, 6000])
    expect((await ask('/agents?limit=1', admin)).status).toBe(200)
    demo.control.advance(300_000)
    expect((await signIn('wazuh')).status).toBe(200)
  })

  it('ends tokens after 900 s, at sign-out of that user everywhere, and never those of others', async () => {
    await start()
    const [first, second, other] = [await bearer('wazuh'), await bearer('wazuh'), await bearer('analyst')]
    expect((await ask('/security/user/authenticate', first, 'DELETE')).status).toBe(200)
    expect((await ask('/', second)).text).toContain('Invalid token')
    expect((await ask('/', other)).status).toBe(200)
    demo.control.advance(900_000)
    expect((await ask('/', other)).status).toBe(401)
  })

  it('changes, removes and enrols agents on demand', async () => {
    await start()
    const admin = await bearer('wazuh')
    const one = async (id: string) => JSON.parse((await ask(`/agents?agents_list=${id}`, admin)).text).data.affected_items[0]
    expect(demo.control.setAgent('002', { status: 'pending', group: ['a', 'b'], version: null })).toBe(true)
    expect(await one('002')).toMatchObject({ status: 'pending', group: ['a', 'b'] })
    expect(await one('002')).not.toHaveProperty('version')
    expect(demo.control.removeAgent('003')).toBe(true)
    expect(await one('003')).toBeUndefined()
    expect(demo.control.addAgent({ name: 'late' })).toBe('061')
    expect(await one('061')).toMatchObject({ name: 'late', status: 'never_connected', node_name: 'unknown' })
    demo.control.reEnrolAgent('002')
    expect(await one('002')).toMatchObject({ status: 'never_connected', ip: 'any' })
  })

  it('fails on demand in every way it knows', async () => {
    await start()
    const admin = await bearer('wazuh')
    const once = async (fault: Parameters<Demo['control']['inject']>[0], path = '/agents?limit=20') => {
      demo.control.inject({ ...fault, times: 1 })
      return ask(path, admin)
    }
    expect((await once({ kind: 'too-many' })).status).toBe(429)
    expect(errorOf(await once({ kind: 'timeout' }))).toBe(3021)
    expect((await once({ kind: 'timeout', aboveLimit: 20 })).status).toBe(200)
    expect(errorOf(await once({ kind: 'not-ready' }))).toBe(1017)
    expect((await once({ kind: 'expired' })).status).toBe(401)
    expect((await once({ kind: 'redirect', to: 'https://127.0.0.1:1/' })).status).toBe(307)
    expect((await once({ kind: 'garbage', as: 'html' })).text).toContain('<html>')
    const cut = (await once({ kind: 'garbage', as: 'truncated' })).text
    expect(() => JSON.parse(cut)).toThrow()
    expect((await once({ kind: 'garbage', as: 'bad-utf8' })).text).toContain('\ufffd')
    expect((await once({ kind: 'unknown-status' })).text).toContain('"meditating"')
    expect(total(await once({ kind: 'lying-total', by: 5 }))).toBe(66)
    expect(JSON.parse((await once({ kind: 'empty-page' })).text).data.affected_items).toEqual([])
    expect(total(await once({ kind: 'missing-half' }))).toBe(31)
    await expect(once({ kind: 'drop' })).rejects.toThrow()
    expect(demo.control.faults()).toEqual([])
    expect((await ask('/agents?limit=20', admin)).status).toBe(200)
  })

  it('counts requests by route and status, and offers the same by its control port', async () => {
    await start({ controlPort: 0 })
    await ask('/agents')
    await ask('/agents?limit=1')
    await ask('/colour')
    const side = `http://127.0.0.1:${demo.controlPort}`
    const counts = await (await fetch(`${side}/requests`)).json()
    expect(counts).toEqual({ total: 3, byRoute: { 'GET /agents': 2, 'GET (unknown)': 1 }, byStatus: { '401': 2, '404': 1 } })
    await fetch(`${side}/faults`, { method: 'POST', body: JSON.stringify({ kind: 'too-many' }) })
    expect((await ask('/')).status).toBe(429)
    await fetch(`${side}/faults`, { method: 'DELETE' })
    expect((await fetch(`${side}/faults`, { method: 'POST', body: '{"kind":"nonsense"}' })).status).toBe(400)
    expect(await (await fetch(`${side}/agents/002`, { method: 'DELETE' })).json()).toEqual({ found: true })
    expect((await ask('/')).status).toBe(401)
  })

  it('becomes another manager on demand', async () => {
    await start()
    const admin = await bearer('wazuh')
    const before = (await ask('/manager/info', admin)).text
    demo.control.replaceFleet({ agents: 5, seed: 99 })
    expect((await ask('/manager/info', admin)).text).not.toBe(before)
    expect(total(await ask('/agents', admin))).toBe(6)
  })
})
