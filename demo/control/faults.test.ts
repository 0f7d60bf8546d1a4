import { afterEach, describe, expect, it } from 'vitest'
import type { DemoOptions } from '../start.ts'
import { ask, bearer, running, start, stop } from '../testing.ts'
import type { Fault } from './faults.ts'

afterEach(stop)

let admin: Record<string, string>
const list = '/agents?limit=20'

/** The answer while one fault is on, for one request. */
async function once(fault: Fault, path = list) {
  running().control.inject({ ...fault, times: 1 })
  return ask(path, { headers: admin })
}
async function begin(options: DemoOptions = {}) {
  await start(options)
  admin = await bearer('wazuh')
}
const itemsOf = (text: string): Record<string, unknown>[] => JSON.parse(text).data.affected_items
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)

describe('faults of single answers', () => {
  it('break, block and leave out on demand', async () => {
    await begin()
    expect([(await once({ kind: 'broken' })).status, (await once({ kind: 'broken', status: 503 })).status]).toEqual([500, 503])
    const blocked = await once({ kind: 'login-block' }, '/security/user/authenticate')
    expect([blocked.status, JSON.parse(blocked.text).error]).toEqual([403, 6000])
    expect((await once({ kind: 'login-block' })).status).toBe(200)
    expect(
      JSON.parse((await once({ kind: 'lying-summary', by: 9 }, '/agents/summary/status')).text).data.connection,
    ).toMatchObject({
      total: 69,
    })
  })

  it('wait before an answer, or after every byte of one', async () => {
    const waits: number[] = []
    await begin({ wait: async (ms) => void waits.push(ms) })
    await once({ kind: 'slow', ms: 86_400_000 })
    expect(waits.splice(0)).toEqual([86_400_000])
    const dripped = await once({ kind: 'drip', bytesPerSecond: 20 }, '/agents?limit=1&select=id')
    expect(waits).toEqual(Array.from(dripped.text, () => 50))
    expect(itemsOf(dripped.text)).toEqual([{ id: '000' }])
  })

  it('strike only where, as often and as frequently as they are told', async () => {
    await begin()
    const { control } = running()
    control.inject({ kind: 'broken', share: 0.3 })
    const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await ask('/', { headers: admin })).status))
    const failed = statuses.filter((status) => status === 500).length
    expect(failed).toBeGreaterThan(15)
    expect(failed).toBeLessThan(45)
    control.clearFaults()
    control.inject({ kind: 'broken', path: '/groups', times: 1 })
    expect((await ask('/', { headers: admin })).status).toBe(200)
    expect((await ask('/groups', { headers: admin })).status).toBe(500)
    expect((await ask('/groups', { headers: admin })).status).toBe(200)
  })

  it('turn a body into garbage', async () => {
    await begin()
    const wrong = await once({ kind: 'garbage', as: 'wrong-content-type' })
    expect([wrong.headers['content-type'], itemsOf(wrong.text).length]).toEqual(['text/html', 20])
    const twice = (await once({ kind: 'garbage', as: 'duplicate-keys' })).text
    expect(twice.match(/"data":/g)).toHaveLength(2)
    expect(twice).toContain('"id": "000", "id": "001"')
    expect(itemsOf(twice)).toHaveLength(20)
    const deep = JSON.parse((await once({ kind: 'garbage', as: 'deep' })).text).data.affected_items
    let depth = 0
    for (let at = deep; Array.isArray(at) && depth < 20_000; at = at[0]) depth += 1
    expect(depth).toBe(10_000)
  })

  it.each<[Extract<Fault, { kind: 'bad-rows' }>['as'], unknown]>([
    ['dates', expect.objectContaining({ dateAdd: 'NaN', disconnection_time: 'never' })],
    ['negative-id', expect.objectContaining({ id: '-003' })],
    ['no-id', expect.not.objectContaining({ id: '003' })],
    ['manager-again', expect.objectContaining({ id: '000', lastKeepAlive: '9999-12-31T23:59:59+00:00' })],
    ['not-an-object', [null, 7, 'agent']],
    ['wrong-types', expect.objectContaining({ name: 7, status: null, os: [] })],
    ['huge-name', expect.objectContaining({ name: expect.stringMatching(/^n{1048576}$/) })],
  ])('spoil some rows of a page: %s', async (as, row) => {
    await begin()
    const rows = itemsOf((await once({ kind: 'bad-rows', as, every: 4 }, '/agents?limit=4')).text)
    expect(rows).toHaveLength(4)
    expect(rows[0]).toMatchObject({ id: '000' })
    expect(rows[3]).toEqual(row)
  })

  it('flood: a list without end, and a bomb that is small on the way', async () => {
    await begin()
    const bytes = 8 * 2 ** 20
    const flood = await once({ kind: 'flood', as: 'stream', bytes })
    expect(flood.text.length).toBeGreaterThanOrEqual(bytes)
    const bomb = await once({ kind: 'flood', as: 'gzip-bomb', bytes })
    expect(bomb.headers['content-encoding']).toBe('gzip')
    expect(bomb.text.length).toBeLessThan(bytes / 100)
  })

  it('are refused by the control port when nobody knows them', async () => {
    await start({ controlPort: 0 })
    const side = `http://127.0.0.1:${running().controlPort}`
    const post = (path: string, body: unknown) => fetch(`${side}${path}`, { method: 'POST', body: JSON.stringify(body) })
    expect((await post('/faults', { kind: 'garbage', as: 'nonsense' })).status).toBe(400)
    expect((await post('/faults', { kind: 'bad-rows', as: 'dates' })).status).toBe(200)
    expect((await post('/line', { state: 'cut' })).status).toBe(400)
    expect((await post('/policies', { rbac_mode: 'grey' })).status).toBe(400)
  })
})

describe('faults of the whole line', () => {
  it('refuses, falls silent and comes back at the same port', async () => {
    await begin()
    const { control, port } = running()
    await control.setLine('refused')
    expect(await ask(list, { headers: admin }).catch(codeOf)).toBe('ECONNREFUSED')
    await control.setLine('silent')
    const hanging = ask(list, { headers: admin }).then(
      () => 'answered',
      () => 'cut',
    )
    expect(await Promise.race([hanging, new Promise((resolve) => setTimeout(resolve, 150, 'nothing'))])).toBe('nothing')
    await control.setLine('open')
    expect(await hanging).toBe('cut')
    expect((await ask(list, { headers: admin })).status).toBe(200)
    expect(running().port).toBe(port)
  })

  it('takes a request and never answers it', async () => {
    await begin()
    const hanging = once({ kind: 'silence' }).then(
      () => 'answered',
      () => 'cut',
    )
    expect(await Promise.race([hanging, new Promise((resolve) => setTimeout(resolve, 150, 'nothing'))])).toBe('nothing')
    await stop()
    expect(await hanging).toBe('cut')
  })

  it('shows another certificate, and one that has expired', async () => {
    await begin()
    const { control, fingerprint } = running()
    const another = await control.swapCertificate('another')
    expect(another.fingerprint).not.toBe(fingerprint)
    expect(await ask('/').catch(codeOf)).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/)
    const expired = await control.swapCertificate('expired')
    expect(await ask('/', { caPem: expired.caPem }).catch(codeOf)).toBe('CERT_HAS_EXPIRED')
  })
})
