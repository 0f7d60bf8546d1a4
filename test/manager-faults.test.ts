import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorOf, item, json, list, ManagerRig, PAGE } from './manager-rig.ts'
import { makeToken, PASSWORD, startHttps } from './manager-server.ts'

let rig: ManagerRig
beforeEach(async () => {
  rig = await ManagerRig.start()
})
afterEach(() => rig.stop())

describe('bad answers', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>')],
    [
      'JSON under another type',
      (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(list([]))),
    ],
    ['no type at all', (response) => response.writeHead(200).end(JSON.stringify(list([])))],
    [
      'a compressed body',
      (response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}'),
    ],
    ['an empty body', (response) => json(response, '')],
    ['truncated JSON', (response) => json(response, JSON.stringify(list([item(1)])).slice(0, -9))],
    ['a list', (response) => json(response, [])],
    ['null', (response) => json(response, 'null')],
    ['10,000 nested lists', (response) => json(response, '['.repeat(10_000) + ']'.repeat(10_000))],
    ['no data', (response) => json(response, { error: 0 })],
    ['items that are no list', (response) => json(response, { data: { affected_items: {}, total_affected_items: 1 }, error: 0 })],
    ['a negative total', (response) => json(response, list([], -1))],
    ['more rows than asked for', (response) => json(response, list([item(1), item(2)]))],
    ['only bad rows', (response) => json(response, list([{ id: 'x' }]))],
  ])('asks once more after %s, then reports it', async (_, send) => {
    rig.answer = (_request, response) => send(response)
    expect(await errorOf(rig.client.listAgents({ ...PAGE, limit: 1 }))).toMatchObject({ code: 'bad_answer' })
    expect(rig.calls()).toBe(2)
  })

  it('reports a cut connection after two more tries', async () => {
    rig.answer = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '999' })
        .write('{', () => response.destroy())
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'unreachable' })
    expect(rig.calls()).toBe(3)
    expect(rig.clock.sleeps).toEqual([1000, 2000])
  })

  it('goes on when the next try succeeds', async () => {
    let count = 0
    rig.answer = (request, response) => (++count < 3 ? request.socket.destroy() : json(response, list([item(1)])))
    expect((await rig.client.listAgents(PAGE)).rows).toHaveLength(1)
  })

  it('never follows a redirect', async () => {
    const other: string[] = []
    const elsewhere = await startHttps(rig.certificate, (request, response) => {
      other.push(request.url ?? '')
      response.end()
    })
    rig.answer = (_, response) => response.writeHead(307, { location: elsewhere.url.href }).end()
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'redirect', status: 307 })
    rig.logInAnswer = (_, response) => response.writeHead(302, { location: elsewhere.url.href }).end()
    expect(await rig.client.verifyCredentials('a', 'b')).toMatchObject({ ok: false, reason: 'redirect' })
    expect(rig.calls()).toBe(1)
    expect(other).toEqual([])
    await elsewhere.close()
  })

  it('stops reading beyond the cap and drops the connection', async () => {
    await rig.restart({ bodyBytes: 1_000_000 })
    let closed = false
    rig.answer = (request, response) => {
      request.socket.on('close', () => {
        closed = true
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      const piece = Buffer.alloc(65_536, 0x20)
      const more = () => {
        if (!response.destroyed) response.write(piece, more)
      }
      more()
    }
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'too_large' })
    await expect.poll(() => closed).toBe(true)
    expect(rig.calls()).toBe(1)
  })

  it.each(['headers that never come', 'a body that drips'])('gives up on %s', async (kind) => {
    await rig.client.getInfo()
    await rig.restart({ totalMs: 4000 })
    let drip: NodeJS.Timeout | undefined
    rig.answer = (_, response) => {
      if (kind === 'headers that never come') return
      response.writeHead(200, { 'content-type': 'application/json' })
      drip = setInterval(() => response.write(' '), 20)
    }
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'timeout' })
    clearInterval(drip)
    expect(rig.calls()).toBe(1)
  })

  it('stops with the reason of the caller', async () => {
    const stop = new AbortController()
    rig.answer = () => stop.abort(new Error('shutting down'))
    await expect(rig.client.listAgents(PAGE, stop.signal)).rejects.toThrow('shutting down')
  })
})

describe('waiting', () => {
  it('for a log-in ends when the caller stops, and others still get the token', async () => {
    const { promise: arrived, resolve: arrive } = deferred()
    const { promise: released, resolve: release } = deferred()
    const logIn = rig.logInAnswer
    rig.logInAnswer = async (request, response) => {
      arrive()
      await released
      logIn(request, response)
    }
    const stop = new AbortController()
    const first = rig.client.listGroups({ offset: 0, limit: 1 }, stop.signal)
    const second = rig.client.listGroups({ offset: 0, limit: 1 })
    await arrived
    stop.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    release()
    await expect(second).resolves.toMatchObject({ groups: [] })
    expect(rig.logIns()).toBe(1)
  })

  it('ends when the client is closed', async () => {
    rig.answer = (_request, response) => response.write('{')
    const call = errorOf(rig.client.getStatusSummary())
    await expect.poll(() => rig.calls()).toBe(1)
    await rig.client.close()
    expect(await call).toMatchObject({ code: 'unreachable' })
    expect(rig.calls()).toBe(1)
  })
})

describe('refusals', () => {
  it('tells a page that was too slow from a manager that is starting', async () => {
    rig.answer = (_, response) =>
      json(response, { title: 'Wazuh Internal Error', detail: 'Timeout executing API request', error: 3021 }, 500)
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'page_too_slow', managerCode: 3021 })
    const detail = `Some daemons are not ready\r\n\u001b[31m (remoted->stopped) ${PASSWORD} ${makeToken()}`
    rig.answer = (_, response) => json(response, { title: 'Wazuh Internal Error', detail, error: 1017 }, 500)
    const error = await errorOf(rig.client.listAgents(PAGE))
    expect(error).toMatchObject({ code: 'degraded', managerCode: 1017 })
    expect(error.message).toContain('Some daemons are not ready [31m (remoted->stopped) [secret] [secret]')
    rig.answer = (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'degraded', status: 502 })
    expect(rig.calls()).toBe(3)
  })

  it('does not repeat what the manager does not accept', async () => {
    rig.answer = (_, response) =>
      json(response, { title: 'Bad Request', detail: "'x' is wrong. Failed validating 'type' in schema", error: 1724 }, 400)
    const error = await errorOf(rig.client.listAgents(PAGE))
    expect(error).toMatchObject({ code: 'bad_answer', status: 400, managerCode: 1724 })
    expect(error.message).not.toContain('Failed validating')
    expect(rig.calls()).toBe(1)
  })

  it('lets everybody wait after 429', async () => {
    let isLimited = true
    rig.answer = (_, response) =>
      isLimited ? json(response, { title: 'Too Many Requests', error: 6001 }, 429) : json(response, list([]))
    expect(await errorOf(rig.client.listAgents(PAGE))).toMatchObject({ code: 'rate_limited', retryAfterMs: 62_500 })
    expect(await rig.client.verifyCredentials('somebody', 'secret')).toMatchObject({
      ok: false,
      reason: 'rate_limited',
      retryAfterMs: 62_500,
    })
    isLimited = false
    expect(rig.clock.sleeps).toEqual([])
    await rig.client.listAgents(PAGE)
    expect(rig.clock.sleeps).toEqual([62_500])
  })

  it('keeps to its budget, log-ins included', async () => {
    await rig.restart({}, 5)
    for (let i = 0; i < 4; i++) await rig.client.getStatusSummary().catch(() => undefined)
    expect(rig.clock.sleeps.filter((ms) => ms > 50_000)).toHaveLength(Math.floor((rig.client.requestCount() - 1) / 5))
  })
})

function deferred() {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
