import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { cookieGate } from '#cli/cookie-gate.ts'
import { runtime } from '#server/runtime.ts'
import { type RouteRig, routeRig } from './route-rig.ts'
import { ruinStore } from './ruin-store.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let analyst: string
beforeAll(async () => {
  rig = await routeRig()
  analyst = await rig.signIn('analyst')
})
afterAll(() => rig.stop())

let sent = 0
const forged = () => Buffer.from(`forged ${sent++}`.padEnd(32)).toString('base64url')

/** Stands still, so that nothing is given back while a test runs. */
const now = Date.now()
const clock = { now: () => now }

/** A gate whose address here has sent all the forged cookies that it may. */
function closedGate() {
  const gate = cookieGate(process.env, clock)
  const ask = (cookie: string | undefined, url = '/api/agents', method = 'GET') =>
    gate.mayPass({ method, url, headers: { cookie, 'x-rollcall-peer': '192.0.2.1' } })
  while (ask(`rollcall_session=${forged()}`)) expect(sent).toBeLessThan(100_000)
  return ask
}

it('lets through who has a session, has no cookie, or signs in', () => {
  const ask = closedGate()
  expect([ask(analyst), ask(undefined), ask('another=cookie')]).toEqual([true, true, true])
  const stale = `rollcall_session=${forged()}`
  expect(ask(stale, '/api/session', 'POST')).toBe(true)
  const own = ['/sign-in', '/sign-in?next=/', '/_next/static/chunks/a.js', '/icon.svg']
  const others = ['/api/session/oidc?next=/', '/api/session/oidc/callback?code=a&state=b', '/api/session/proxy']
  for (const url of [...own, ...others]) expect(ask(stale, url), url).toBe(true)
})

it('lets pass at once who brings no cookie or was found a moment ago, and looks the others up first', () => {
  const gate = cookieGate(process.env, clock)
  const from = (cookie: string | undefined, url = '/api/agents') => ({ url, headers: { cookie, 'x-rollcall-peer': '192.0.2.1' } })
  expect([gate.passesAtOnce(from(undefined)), gate.passesAtOnce(from('another=cookie'))]).toEqual([true, true])
  expect(gate.passesAtOnce(from(analyst))).toBe(false)
  expect(gate.mayPass(from(analyst))).toBe(true)
  expect(gate.passesAtOnce(from(analyst))).toBe(true)
  const cookie = `rollcall_session=${forged()}`
  // Going the long way to its refusal once makes nobody known.
  expect([gate.passesAtOnce(from(cookie)), gate.mayPass(from(cookie)), gate.passesAtOnce(from(cookie))]).toEqual([
    false,
    true,
    false,
  ])
  expect(gate.passesAtOnce(from(cookie, '/sign-in'))).toBe(true)
})

it('holds back cookies that are nobody’s, of sessions and of screens, on pages and data, however they are spelled', () => {
  const ask = closedGate()
  for (const cookie of [`rollcall_session=${forged()}`, `rollcall_kiosk=${forged()}`, 'rollcall_session=x', `${analyst}x`])
    for (const url of ['/', '/api/agents', '/api/session', '/api/session/oidcx', '/sign-inn', '/_next/data', '/kiosk'])
      expect(ask(cookie, url), cookie + url).toBe(false)
})

it('holds back the cookie of a session that has ended', async () => {
  const cookie = await rig.signIn('wazuh')
  await rig.call('DELETE', '/api/session', { cookie })
  expect(closedGate()(cookie)).toBe(false)
})

it('holds nobody back while the store can’t be asked', async () => {
  const ask = closedGate()
  await ruinStore(rig.store.file, runtime().prisma)
  // What is read anew is found ruined; this gate's own connection may still hold what it has read.
  const other = cookieGate(process.env, clock)
  const asked = Array.from({ length: 1000 }, () =>
    other.mayPass({
      method: 'GET',
      url: '/',
      headers: { cookie: `rollcall_session=${forged()}`, 'x-rollcall-peer': '192.0.2.1' },
    }),
  )
  expect(asked.every(Boolean)).toBe(true)
  expect(ask(undefined)).toBe(true)
})
