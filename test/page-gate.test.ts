import { once } from 'node:events'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { throughPageGate } from '#cli/page-gate.mjs'
import { openPageGate } from '#server/http/page-gate.ts'
import { PAGE_LIMITS } from '#server/services/request-places.ts'
import { type RouteRig, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let server: Server
const cookies: Record<'analyst' | 'wazuh', string> = { analyst: '', wazuh: '' }
/** Pages that are being made: each waits until the test has it go on. */
let making: (() => void)[] = []
beforeAll(async () => {
  rig = await routeRig()
  cookies.analyst = await rig.signIn('analyst')
  cookies.wazuh = await rig.signIn('wazuh')
  openPageGate()
  server = http.createServer((request, response) => {
    // What our own server says of the peer, from where the test wants it to be.
    request.headers['x-rollcall-peer'] = String(request.headers['x-test-peer'] ?? '192.0.2.1')
    void throughPageGate(request, response, async () => {
      if (request.url === '/slow') {
        await new Promise<void>((resolve) => making.push(resolve))
        response.write('the head of a page')
      } else response.end('page')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy()
  making = []
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rig.stop()
})

const agents: http.Agent[] = []
function send(path: string, headers: Record<string, string> = {}): Promise<http.IncomingMessage> {
  const agent = new http.Agent({ maxSockets: 1 })
  agents.push(agent)
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, headers, agent }, resolve).on('error', reject)
  })
}
/** Pages that nobody makes yet. */
function hold(count: number, headers: Record<string, string>): Promise<http.IncomingMessage | null>[] {
  return Array.from({ length: count }, () => send('/slow', headers).catch(() => null))
}
const underWay = (count: number) => expect.poll(() => making.length).toBe(count)

it('makes so many pages of one session at once and no more; data, and pages of others, are apart', async () => {
  const held = hold(PAGE_LIMITS.session, { cookie: cookies.analyst })
  await underWay(PAGE_LIMITS.session)
  const refused = await send('/quick', { cookie: cookies.analyst })
  expect([refused.statusCode, refused.headers['content-type']]).toEqual([429, 'text/plain; charset=utf-8'])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  // A wall has nobody who would load it again.
  expect(Number(refused.headers.refresh)).toBeGreaterThan(0)
  expect(String(await refused.toArray())).toMatch(/^Too much at once\. You have 20 /)
  expect((await rig.call('GET', '/api/agents', { cookie: cookies.analyst })).status).toBe(200)
  for (const headers of [{ cookie: cookies.wazuh }, {}]) expect((await send('/quick', headers)).statusCode).toBe(200)
  for (const path of ['/api/health', '/_next/static/x.js', '/metrics', '/icon.svg'])
    expect((await send(path, { cookie: cookies.analyst })).statusCode, path).toBe(200)
  for (const path of ['/', '/apis', '/API/x', '/_next/x', '/icon.svg/x', '/kiosk', '/sign-in?x=/api/'])
    expect((await send(path, { cookie: cookies.analyst })).statusCode, path).toBe(429)
  for (const go of making) go()
  // With their heads they are made, though nobody has read one to its end.
  await Promise.all(held)
  expect((await send('/quick', { cookie: cookies.analyst })).statusCode).toBe(200)
})

it('leaves room for who is signed in when strangers, with or without a cookie, have as many as they may', async () => {
  for (let at = 0; at < PAGE_LIMITS.strangers; at++) {
    const forged = `rollcall_session=${Buffer.from(`forged ${at}`.padEnd(32)).toString('base64url')}`
    void hold(1, { 'x-test-peer': `192.0.2.${Math.floor(at / PAGE_LIMITS.address)}`, ...(at % 2 ? { cookie: forged } : {}) })
  }
  await underWay(PAGE_LIMITS.strangers)
  expect((await send('/quick', { 'x-test-peer': '192.0.2.0' })).statusCode).toBe(429)
  const busy = await send('/quick', { 'x-test-peer': '192.0.2.9' })
  expect([busy.statusCode, Number(busy.headers['retry-after']) > 0]).toEqual([503, true])
  expect((await send('/quick', { cookie: cookies.analyst, 'x-test-peer': '192.0.2.9' })).statusCode).toBe(200)
  // Who gives up leaves their place.
  for (const agent of agents.splice(0)) agent.destroy()
  await expect.poll(async () => (await send('/quick', { 'x-test-peer': '192.0.2.9' })).statusCode).toBe(200)
})
