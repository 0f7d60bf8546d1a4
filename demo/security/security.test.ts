import { afterEach, describe, expect, it } from 'vitest'
import { ask, basic, bearer, running, start, stop } from '../testing.ts'

afterEach(stop)

const runAs = (context: unknown, user = 'wazuh-wui') =>
  ask('/security/user/authenticate/run_as?raw=true', {
    method: 'POST',
    headers: { ...basic(user), 'content-type': 'application/json' },
    body: typeof context === 'string' ? context : JSON.stringify(context),
  })
const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
const rule = { id: 300, name: 'soc', rule: { FIND: { groups: ['soc'] } } }
const role = { id: 300, name: 'soc', policies: [4, 5], rules: [rule] }

describe('run_as', () => {
  it('gives the roles whose rules fit the context, which may be none', async () => {
    await start({ policies: { roles: [role] } })
    const token = (await runAs({ name: 'ann', groups: ['soc'] })).text
    expect(claims(token)).toMatchObject({ sub: 'wazuh-wui', run_as: true, rbac_roles: [300] })
    const headers = { authorization: `Bearer ${token}` }
    expect(JSON.parse((await ask('/security/users/me', { headers })).text).data.affected_items[0]).toMatchObject({
      username: 'wazuh-wui',
      roles: [{ id: 300, name: 'soc' }],
    })
    expect((await ask('/manager/info', { headers })).status).toBe(403)
    expect((await ask('/agents?limit=1', { headers })).status).toBe(200)
    expect(claims((await runAs({ name: 'bob' })).text)).toMatchObject({ rbac_roles: [] })
    expect(claims((await runAs({})).text)).toMatchObject({ run_as: true, rbac_roles: [1] })
  })

  it('refuses who may not use it, an empty body and a large one', async () => {
    await start()
    const refused = await runAs({ name: 'ann' }, 'analyst')
    expect([refused.status, JSON.parse(refused.text)]).toEqual([
      403,
      expect.objectContaining({
        title: 'Permission Denied',
        detail: 'The current user does not have authentication enabled through authorization context',
        error: 6004,
      }),
    ])
    expect((await runAs({}, 'analyst')).status).toBe(200)
    expect(JSON.parse((await runAs('')).text).detail).toBe('Request body must not be empty')
    const large = await runAs({ a: 'x'.repeat(8192) })
    expect([large.status, JSON.parse(large.text)]).toEqual([
      413,
      {
        title: 'Request Entity Too Large',
        detail: 'Auth context payload exceeds the maximum allowed size of 8192 bytes.',
        error: 413,
      },
    ])
  })
})

describe('tokens', () => {
  it('end with a sign-out, those of the same second too, and live again a second later', async () => {
    await start({ clock: { now: () => Date.parse('2026-11-21T10:00:00Z') } })
    const old = await bearer('wazuh')
    await ask('/security/user/authenticate', { method: 'DELETE', headers: old })
    expect((await ask('/', { headers: old })).status).toBe(401)
    expect((await ask('/', { headers: await bearer('wazuh') })).status).toBe(401)
    running().control.advance(1000)
    expect((await ask('/', { headers: await bearer('wazuh') })).status).toBe(200)
  })

  it('end when one of their roles or the account changes, and only then', async () => {
    await start()
    const [admin, analyst, nobody] = [await bearer('wazuh'), await bearer('analyst'), await bearer('nobody')]
    running().control.applyPolicies({
      policies: [
        { id: 4, name: 'agents_read_agents', policy: { actions: ['agent:read'], resources: ['agent:id:001'], effect: 'allow' } },
      ],
      users: [{ username: 'nobody', roles: ['readonly'] }],
    })
    expect((await ask('/', { headers: admin })).status).toBe(200)
    expect((await ask('/', { headers: analyst })).status).toBe(401)
    expect((await ask('/', { headers: nobody })).status).toBe(401)
    running().control.advance(1000)
    const list = JSON.parse((await ask('/agents?select=id', { headers: await bearer('analyst') })).text)
    expect(list.data.affected_items).toEqual([{ id: '001' }])
  })

  it('of another mode are expired', async () => {
    await start()
    const headers = await bearer('nobody')
    expect(JSON.parse((await ask('/agents', { headers })).text).data.total_affected_items).toBe(0)
    running().control.setRbacMode('black')
    expect(JSON.parse((await ask('/agents', { headers })).text).detail).toBe('Token expired')
    const again = await ask('/agents?limit=1', { headers: await bearer('nobody') })
    expect(JSON.parse(again.text).data.total_affected_items).toBeGreaterThan(0)
  })
})
