import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runtime } from '#server/runtime.ts'
import { REQUEST_LIMITS, RequestPlaces } from '#server/services/request-places.ts'
import { type RouteRig, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let analyst: string
let wazuh: string
beforeAll(async () => {
  rig = await routeRig()
  analyst = await rig.signIn('analyst')
  wazuh = await rig.signIn('wazuh')
})
afterAll(() => rig.stop())

/** Bodies that do not end before they are let: whoever sends one has a request under way for as long. */
function slowBodies() {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  let reading = 0
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          reading++
          await gate
          controller.enqueue(new TextEncoder().encode('{}'))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  return { body, end: () => open(), underWay: (count: number) => expect.poll(() => reading).toBe(count) }
}

it('has so many requests of one session under way and no more; its streams, and other sessions, are apart', async () => {
  const slow = slowBodies()
  const stream = await rig.call('GET', '/api/live', { cookie: analyst })
  expect(stream.status).toBe(200)
  const sent = Array.from({ length: REQUEST_LIMITS.session }, () =>
    rig.call('POST', '/api/views', { cookie: analyst, body: slow.body() }),
  )
  await slow.underWay(REQUEST_LIMITS.session)
  for (const [method, path] of [
    ['GET', '/api/agents'],
    ['GET', '/api/live'],
    ['POST', '/api/views'],
  ] as const) {
    const answer = await rig.call(method, path, { cookie: analyst, ...(method === 'POST' ? { body: {} } : {}) })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ code: 'too_many_requests' })
  }
  expect((await rig.call('GET', '/api/agents', { cookie: wazuh })).status).toBe(200)
  expect((await rig.call('GET', '/api/health')).status).toBe(200)
  slow.end()
  expect(new Set((await Promise.all(sent)).map(({ status }) => status))).toEqual(new Set([400]))
  expect((await rig.call('GET', '/api/agents', { cookie: analyst })).status).toBe(200)
  await stream.body?.cancel()
})

it('leaves room for who is signed in when strangers have as much under way as they may', async () => {
  const slow = slowBodies()
  const stranger = (at: number) => ({ headers: { 'x-rollcall-peer': `192.0.2.${at}` } })
  const sent: Promise<Response>[] = []
  for (let at = 0; at < REQUEST_LIMITS.strangers; at++) {
    const from = stranger(Math.floor(at / REQUEST_LIMITS.address))
    sent.push(rig.call('POST', '/api/session', { ...from, body: slow.body() }))
  }
  await slow.underWay(REQUEST_LIMITS.strangers)
  const own = await rig.call('POST', '/api/session', { ...stranger(0), body: {} })
  expect([own.status, (await own.json()).code]).toEqual([429, 'too_many_requests'])
  const other = await rig.call('POST', '/api/session', { ...stranger(9), body: {} })
  expect([other.status, (await other.json()).code]).toEqual([503, 'too_busy'])
  expect(Number(other.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await rig.call('GET', '/api/agents', { cookie: analyst })).status).toBe(200)
  // Nobody is to be restarted because of it.
  expect((await rig.call('GET', '/api/health', stranger(9))).status).toBe(200)
  slow.end()
  await Promise.all(sent)
  expect((await rig.call('POST', '/api/session', { ...stranger(0), body: {} })).status).toBe(400)
})

it('takes no more than it can have under way in all, and gives every place back', async () => {
  const places = new RequestPlaces()
  const taken = Array.from({ length: REQUEST_LIMITS.all }, (_, at) => {
    const place = places.arrive('192.0.2.1')
    place.belongsTo(`session ${at}`)
    return place
  })
  expect(() => places.arrive('192.0.2.2')).toThrow(expect.objectContaining({ code: 'too_busy' }))
  for (const place of [...taken, ...taken]) place.leave()
  for (let at = 0; at < REQUEST_LIMITS.all; at++) places.arrive('192.0.2.1').belongsTo(`session ${at}`)
  expect(() => places.arrive('192.0.2.2')).toThrow(expect.objectContaining({ code: 'too_busy' }))
})

it('counts a request that was refused, or whose session can’t be looked up, no longer than it lasts', async () => {
  const spy = vi.spyOn(runtime().sessions, 'find').mockRejectedValue(new Error('the store is away'))
  for (let at = 0; at < REQUEST_LIMITS.all + 1; at++) {
    const answer = await rig.call('GET', '/api/session', { cookie: analyst })
    if (at % 250 === 0) expect(answer.status).toBe(500)
  }
  spy.mockRestore()
  expect((await rig.call('GET', '/api/session', { cookie: analyst })).status).toBe(200)
})
