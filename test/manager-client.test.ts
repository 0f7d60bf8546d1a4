import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorOf, item, json, list, ManagerRig, PAGE, unauthorized } from './manager-rig.ts'
import { makeToken, PASSWORD } from './manager-server.ts'

let rig: ManagerRig
beforeEach(async () => {
  rig = await ManagerRig.start()
})
afterEach(() => rig.stop())

describe('good answers', () => {
  it('reads a page of agents', async () => {
    rig.answer = (_, response) => json(response, list([item(1), item(2), { id: '003' }, { ...item(4), status: 'new' }], 100))
    const page = await rig.client.listAgents(PAGE)
    expect(page).toMatchObject({ total: 100, badRows: 1, unknownStatuses: 1, lastId: 4, received: 4 })
    expect(page.rows.map(({ id }) => id)).toEqual([1, 2, 4])
  })

  it('sends only what is agreed: a token, no cookie, no wish for compression', async () => {
    await rig.client.listAgents(PAGE)
    const last = rig.requests.at(-1)
    expect(last?.headers.authorization).toMatch(/^Bearer eyJ/)
    expect(Object.keys(last?.headers ?? {}).sort()).toEqual(['accept', 'authorization', 'connection', 'host'])
    expect(rig.requests[0]).toMatchObject({
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`reader:${PASSWORD}`).toString('base64')}` },
    })
  })

  it('reads groups, the summary of old and new managers, and agent 000', async () => {
    rig.answer = (_, response) => json(response, list([{ name: 'default', count: 3, mergedSum: 'a', configSum: '' }]))
    expect(await rig.client.listGroups({ offset: 0, limit: 500 })).toEqual({
      groups: [{ name: 'default', count: 3, mergedSum: 'a', configSum: null }],
      total: 1,
    })
    const connection = { active: 2, disconnected: 1, never_connected: 1, pending: 1, total: 5 }
    const configuration = { synced: 2, not_synced: 3, total: 5 }
    rig.answer = (_, response) => json(response, { data: { connection, configuration }, error: 0 })
    expect(await rig.client.getStatusSummary()).toEqual({ connection, configuration })
    rig.answer = (_, response) => json(response, { data: connection, error: 0 })
    expect(await rig.client.getStatusSummary()).toEqual({ connection, configuration: null })
    rig.answer = (_, response) => json(response, list([item(0)]))
    expect((await rig.client.getManagerAgent())?.id).toBe(0)
  })

  it('gives null for what the account may not see or the manager does not have', async () => {
    rig.answer = (_, response) => json(response, { title: 'Permission Denied', detail: 'no', error: 4000 }, 403)
    expect(await rig.client.getManagerInfo()).toBeNull()
    expect(await rig.client.getManagerAgent()).toBeNull()
    rig.answer = (_, response) => json(response, { title: 'Not Found', detail: '404: Not Found' }, 404)
    expect(await rig.client.getManagerInfo()).toBeNull()
    const failed = [{ error: { code: 1701, message: 'Agent does not exist' }, id: ['000'] }]
    rig.answer = (_, response) =>
      json(response, { data: { affected_items: [], total_affected_items: 0, failed_items: failed }, error: 1 })
    expect(await rig.client.getManagerAgent()).toBeNull()
  })
})

describe('the token', () => {
  it('is fetched once for twenty calls', async () => {
    await Promise.all(Array.from({ length: 20 }, () => rig.client.listGroups({ offset: 0, limit: 1 })))
    expect(rig.logIns()).toBe(1)
    expect(rig.calls()).toBe(20)
  })

  it('is replaced once when the manager refuses it in the middle of many calls', async () => {
    await rig.client.getInfo()
    const old = rig.requests.at(-1)?.headers.authorization
    rig.answer = (request, response) =>
      request.headers.authorization === old ? unauthorized(response) : json(response, list([]))
    await Promise.all(Array.from({ length: 100 }, () => rig.client.listGroups({ offset: 0, limit: 1 })))
    expect(rig.logIns()).toBe(2)
  })

  it('is not fetched again and again when no token is good enough', async () => {
    await rig.client.getInfo()
    rig.answer = (_, response) => unauthorized(response)
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'degraded', status: 401 })
    expect(rig.calls()).toBe(2)
    expect(rig.logIns()).toBe(2)
  })

  it('is not asked for again with wrong credentials', async () => {
    rig.logInAnswer = (_, response) => unauthorized(response, 'Invalid credentials')
    for (let i = 0; i < 5; i++) expect(await errorOf(rig.client.getInfo())).toMatchObject({ code: 'wrong_credentials' })
    expect(rig.requests).toHaveLength(1)
  })

  it('is not asked for while log-ins are blocked, by nobody', async () => {
    rig.logInAnswer = (_, response) =>
      json(response, { title: 'Permission Denied', detail: 'Limit of login attempts reached', error: 6000 }, 403)
    expect(await errorOf(rig.client.getInfo())).toMatchObject({ code: 'blocked', retryAfterMs: 300_000 })
    rig.clock.time += 299_999
    expect(await errorOf(rig.client.getInfo())).toMatchObject({ code: 'blocked', retryAfterMs: 1 })
    expect(await rig.client.verifyCredentials('somebody', 'secret')).toMatchObject({
      ok: false,
      reason: 'blocked',
      retryAfterMs: 1,
    })
    expect(rig.requests).toHaveLength(1)
    rig.logInAnswer = (_, response) => json(response, { data: { token: makeToken() }, error: 0 })
    rig.clock.time += 1
    expect((await rig.client.getInfo()).hostname).toBe('manager-host')
  })

  it('that is none makes a bad answer', async () => {
    rig.logInAnswer = (_, response) => json(response, { data: { token: 'x\r\ny' }, error: 0 })
    expect(await errorOf(rig.client.getInfo())).toMatchObject({ code: 'bad_answer' })
  })
})

describe('verifyCredentials', () => {
  const rights = { data: { 'agent:read': { 'agent:id:*': 'allow' }, rbac_mode: 'white' }, error: 0 }

  it('gives the rights of an account, with a token of its own', async () => {
    rig.answer = (_, response) => json(response, rights)
    await rig.client.getPolicies()
    expect(await rig.client.verifyCredentials('ana lýst', 'pässword')).toMatchObject({
      ok: true,
      policies: { rbacMode: 'white' },
    })
    const [, own, logIn, theirs] = rig.requests
    expect(logIn?.headers.authorization).toBe(`Basic ${Buffer.from('ana lýst:pässword').toString('base64')}`)
    expect(theirs?.headers.authorization).not.toBe(own?.headers.authorization)
    await rig.client.getPolicies()
    expect(rig.requests.at(-1)?.headers.authorization).toBe(own?.headers.authorization)
    expect(rig.logIns()).toBe(2)
  })

  it('reports wrong credentials and leaves the collector alone', async () => {
    await rig.client.getInfo()
    rig.logInAnswer = (_, response) => unauthorized(response, 'Invalid credentials')
    expect(await rig.client.verifyCredentials('somebody', 'wrong')).toMatchObject({ ok: false, reason: 'wrong_credentials' })
    expect((await rig.client.getInfo()).hostname).toBe('manager-host')
  })

  it.each([
    ['', 'x'],
    ['a:b', 'x'],
    ['a', ''],
    ['a', ' \t'],
  ])('asks nobody about %j and %j', async (username, password) => {
    expect(await rig.client.verifyCredentials(username, password)).toMatchObject({ ok: false, reason: 'wrong_credentials' })
    expect(rig.requests).toEqual([])
  })

  it('tries once more, a second later, when the token is born dead', async () => {
    let count = 0
    rig.answer = (_, response) => (++count === 1 ? unauthorized(response) : json(response, rights))
    expect(await rig.client.verifyCredentials('somebody', 'secret')).toMatchObject({ ok: true })
    expect(rig.clock.sleeps).toEqual([1100])
    rig.answer = (_, response) => unauthorized(response)
    expect(await rig.client.verifyCredentials('somebody', 'secret')).toMatchObject({ ok: false, reason: 'degraded' })
  })

  it('never repeats what a manager in trouble echoes', async () => {
    rig.logInAnswer = (request, response) =>
      json(response, { title: 'x', detail: `saw secret-9 and ${request.headers.authorization}` }, 500)
    const check = await rig.client.verifyCredentials('somebody', 'secret-9')
    expect(check).toMatchObject({ ok: false, reason: 'degraded' })
    expect(JSON.stringify(check)).not.toContain('secret-9')
    expect(JSON.stringify(check)).not.toContain(Buffer.from('somebody:secret-9').toString('base64'))
  })
})
