import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { kiosksList } from '#lib/contract/kiosk.ts'
import { runtime } from '#server/runtime.ts'
import { EXPORTS_PER_PERSON } from '#server/services/export/export-places.ts'
import { pairScreen } from './pair-screen.ts'
import { ROUTE_FILES, type RouteRig, routePath, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let analyst = ''
let wazuh = ''
beforeAll(async () => {
  const keyFile = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'secret.key')
  writeFileSync(keyFile, `may ${'A'.repeat(43)}\n`, { mode: 0o600 })
  process.env['SECRET_KEY_FILE'] = keyFile
  rig = await routeRig({ agents: 3000 })
  analyst = await rig.signIn('analyst')
  wazuh = await rig.signIn('wazuh')
})
afterAll(() => rig.stop())

const events = async () => {
  await runtime().audit.settle()
  return rig.rows('SELECT "kind", "outcome", "username", "subject", "detail" FROM "AuditEvent" ORDER BY "seq"')
}

describe('what is done leaves a trace', () => {
  it('of sign-ins, refusals, exports, marks, views and ends, each with who it was', async () => {
    const before = (await events()).length
    const own = await rig.signIn('analyst')
    await rig.call('POST', '/api/session', { body: { username: 'ad\nmin', password: 'x' } })
    await rig.call('GET', '/api/audit', { cookie: own })
    await rig.call('GET', '/api/agents', { cookie: `rollcall_session=${'x'.repeat(43)}` })
    await (await rig.call('GET', '/api/agents/export?q=id%3D001', { cookie: own })).text()
    const until = new Date(Date.now() + 60_000).toISOString()
    await rig.call('POST', '/api/marks', { cookie: own, body: { agents: ['main/001'], reason: 'moving', until } })
    await rig.call('POST', '/api/marks/end', { cookie: own, body: { agents: ['main/001'] } })
    await rig.call('POST', '/api/views', { cookie: own, body: { name: 'mine' } })
    await rig.call('DELETE', '/api/session', { cookie: own })
    expect((await events()).slice(before).map(([kind, outcome, who]) => [kind, outcome, who])).toEqual([
      ['sign_in', 'ok', 'analyst'],
      ['sign_in', 'failed', 'ad\\u{a}min'],
      ['access_refused', 'refused', 'analyst'],
      ['access_refused', 'refused', null],
      ['export', 'ok', 'analyst'],
      ['mark_set', 'ok', 'analyst'],
      ['mark_ended', 'ok', 'analyst'],
      ['view_changed', 'ok', 'analyst'],
      ['sign_out', 'ok', 'analyst'],
    ])
    // All of it under the server's key, from the first event on.
    expect(rig.rows(`SELECT DISTINCT substr("hash", 1, 4), length("hash") FROM "AuditEvent"`)).toEqual([['may:', 68]])
  })

  it('of a screen: who approved it and as what, that it was used, and who disconnected it', async () => {
    const before = (await events()).length
    const screen = await pairScreen(analyst, { q: 'status=active' })
    const stream = await rig.call('GET', '/api/kiosk/live', { cookie: screen })
    await stream.body?.cancel()
    const { kiosks } = kiosksList.parse(await (await rig.call('GET', '/api/kiosks', { cookie: wazuh })).json())
    await rig.call('DELETE', `/api/kiosks/${kiosks[0]?.id}`, { cookie: wazuh })
    const written = (await events()).slice(before)
    expect(written.map(([kind, outcome, who, what]) => [kind, outcome, who, what])).toEqual([
      ['kiosk_paired', 'ok', 'analyst', 'wall'],
      ['kiosk_used', 'ok', null, 'wall'],
      ['kiosk_changed', 'ok', 'wazuh', 'wall'],
    ])
    expect(JSON.parse(String(written[0]?.[4]))).toMatchObject({ screen: '10.0.0.250', filter: 'status=active', names: true })
    expect(JSON.parse(String(written[2]?.[4]))).toEqual({ action: 'disconnected', by: 'administrator' })
    expect(JSON.stringify(written)).not.toContain(screen.split('=')[1])
  })

  it('that administrators alone read', async () => {
    expect((await rig.call('GET', '/api/audit', { cookie: analyst })).status).toBe(403)
    const page = await (await rig.call('GET', '/api/audit?kind=export&text=endpoints-', { cookie: wazuh })).json()
    expect(page.items.length).toBeGreaterThan(0)
    for (const item of page.items) expect(item).toMatchObject({ kind: 'export', username: 'analyst', managerName: 'main' })
    for (const bad of ['kind=x', 'outcome=x', 'limit=0', 'limit=501', 'before=-1', 'from=yesterday', `text=${'x'.repeat(101)}`])
      expect((await rig.call('GET', `/api/audit?${bad}`, { cookie: wazuh })).status, bad).toBe(400)
  })
})

describe('5,000 forged cookies', () => {
  it('are refused one by one, ask the manager nothing, fill nothing, and keep nobody else out', async () => {
    // The rights of whoever is signed in are read again as time goes by.
    const asked = () => Object.entries(rig.demo.control.requests().byRoute).filter(([route]) => !route.endsWith('/me/policies'))
    const askedBefore = asked()
    const before = (await events()).length
    const start = Date.now()
    for (let at = 0; at < 5000; at++) {
      const token = Buffer.from(`forged ${at}`.padEnd(32)).toString('base64url')
      const answer = await rig.call('GET', '/api/health', { cookie: `rollcall_session=${token}` })
      const refused = await rig.call('GET', '/api/session', { cookie: `rollcall_session=${token}` })
      expect([answer.status, refused.status]).toEqual([200, 401])
      if (at % 500 === 0) expect((await rig.call('GET', '/api/session', { cookie: analyst })).status).toBe(200)
    }
    expect(asked()).toEqual(askedBefore)
    // The same again is written once a minute.
    const minutes = Math.ceil((Date.now() - start) / 60_000)
    expect((await events()).length - before).toBeLessThanOrEqual(2 + minutes)
  })
})

describe('500 forged cookies of screens', () => {
  it('from one address are an event at once and a count at the end of the hour, and none hides another address', async () => {
    const before = (await events()).length
    const forge = (at: number, peer: string) => {
      const token = Buffer.from(`screen ${at}`.padEnd(32)).toString('base64url')
      return rig.call('GET', '/api/kiosk/board', { cookie: `rollcall_kiosk=${token}`, headers: { 'x-rollcall-peer': peer } })
    }
    for (let at = 0; at < 500; at++) expect((await forge(at, '10.0.0.66')).status).toBe(401)
    await forge(0, '10.0.0.67')
    // Without any cookie nobody has claimed to be a screen; one that waits for its code to be read asks elsewhere.
    await rig.call('GET', '/api/kiosk/board')
    await rig.call('GET', '/api/kiosk', { cookie: `rollcall_kiosk=${'x'.repeat(43)}` })
    // A count of other refusals, from the tests before, may fall due meanwhile.
    const written = (await events()).slice(before).filter(([kind]) => kind === 'kiosk_used')
    expect(written.map(([, outcome, who]) => [outcome, who])).toEqual([
      ['refused', null],
      ['refused', null],
    ])
    const newest = rig.rows(`SELECT address FROM "AuditEvent" WHERE kind = 'kiosk_used' ORDER BY seq DESC LIMIT 2`)
    expect(newest.flat()).toEqual(['10.0.0.67', '10.0.0.66'])
  })
})

describe('50 exports at once', () => {
  it('are two for one person, the others hear when to come back, and everybody else is served', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => rig.call('GET', '/api/agents/export', { cookie: analyst })),
    )
    const good = answers.filter(({ status }) => status === 200)
    const busy = answers.filter(({ status }) => status === 429)
    expect([good.length, busy.length]).toEqual([EXPORTS_PER_PERSON, 50 - EXPORTS_PER_PERSON])
    for (const answer of busy) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toMatchObject({ code: 'too_many_requests' })
    }
    expect((await rig.call('GET', '/api/summary', { cookie: analyst })).status).toBe(200)
    const other = await rig.call('GET', '/api/agents/export', { cookie: wazuh })
    expect(other.status).toBe(200)
    // A file that is read to its end and one that is given up leave their places.
    await other.text()
    await good[0]?.text()
    await good[1]?.body?.cancel()
    const again = await Promise.all([1, 2].map(() => rig.call('GET', '/api/agents/export', { cookie: analyst })))
    expect(again.map(({ status }) => status)).toEqual([200, 200])
    await Promise.all(again.map((answer) => answer.text()))
    // A picture on another site makes none.
    const elsewhere = { 'sec-fetch-site': 'cross-site' }
    expect((await rig.call('GET', '/api/agents/export', { cookie: analyst, headers: elsewhere })).status).toBe(403)
    // So does one that is refused.
    for (let at = 0; at < 5; at++)
      expect((await rig.call('GET', '/api/agents/export?q=%3D', { cookie: analyst })).status).toBe(400)
  })
})

describe('bodies', () => {
  const posts = ['/api/session', '/api/marks', '/api/marks/end', '/api/views', '/api/resolve', '/api/session/managers']
  const poison = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"username":"analyst","password":"analyst","__proto__":{"polluted":1}}',
    '{"agent":{"id":"001","__proto__":{"polluted":1}},"__proto__":{"polluted":1}}',
    '{"_source":{"__proto__":{"polluted":1},"agent.id":"001"}}',
    '{"name":"x","__proto__":{"shared":true},"q":"__proto__=1"}',
    '[{"__proto__":{"polluted":1}}]',
  ]
  afterEach(() => {
    const { polluted, shared } = {} as { polluted?: unknown; shared?: unknown }
    expect([polluted, shared]).toEqual([undefined, undefined])
  })

  it.each(posts)('to %s leave no trace in the prototypes of this process', async (target) => {
    for (const body of poison) expect((await rig.call('POST', target, { body, cookie: analyst })).status, body).toBeLessThan(500)
  })

  it('and parameters named after prototypes do not either', async () => {
    for (const file of ROUTE_FILES.filter((one) => !one.includes('live'))) {
      const target = routePath(file)
        .replace('{manager}/{id}', '__proto__/constructor')
        .replaceAll(/\{\w+\}/g, '__proto__')
      for (const search of ['', '?__proto__=x', '?constructor[prototype][polluted]=1', '?q=__proto__%3D1', '?sort=constructor'])
        expect((await rig.call('GET', `${target}${search}`, { cookie: wazuh })).status, target + search).toBeLessThan(500)
    }
  })

  it('that say who one is are refused: only the session says that', async () => {
    const until = new Date(Date.now() + 60_000).toISOString()
    const mark = { agents: ['main/001'], reason: 'x', until }
    for (const claim of [{ username: 'wazuh' }, { userId: 1 }, { manager: 'other' }, { by: 'wazuh' }, { administrator: true }]) {
      expect((await rig.call('POST', '/api/views', { cookie: analyst, body: { name: 'x', ...claim } })).status).toBe(400)
      expect((await rig.call('POST', '/api/marks', { cookie: analyst, body: { ...mark, ...claim } })).status).toBe(400)
    }
    const claims = { 'x-rollcall-user': 'wazuh', 'x-user': 'wazuh', 'x-forwarded-user': 'wazuh', 'remote-user': 'wazuh' }
    const me = await (await rig.call('GET', '/api/session', { cookie: analyst, headers: claims })).json()
    expect(me).toMatchObject({ username: 'analyst', administrator: false })
    expect((await rig.call('GET', '/api/session', { headers: claims })).status).toBe(401)
  })

  it('that are too deep, too long or no JSON get a clear refusal', async () => {
    const cases: readonly (readonly [string, number])[] = [
      ['['.repeat(10_000), 400],
      [`${'[1,'.repeat(100)}1${']'.repeat(100)}`, 400],
      [`{"name":"${'x'.repeat(20_000)}"}`, 413],
      ['{"name":', 400],
      ['\u0000', 400],
      ['null', 400],
      ['7', 400],
    ]
    for (const [body, status] of cases) {
      const answer = await rig.call('POST', '/api/views', { cookie: analyst, body })
      expect(answer.status, body.slice(0, 20)).toBe(status)
    }
    const text = { 'content-type': 'text/plain' }
    expect((await rig.call('POST', '/api/views', { cookie: analyst, body: '{"name":"x"}', headers: text })).status).toBe(400)
  })
})

describe('/metrics', () => {
  const ask = (headers: Record<string, string>) => rig.call('GET', '/metrics', { headers })

  it('answers this machine at its own address, and nobody else', async () => {
    const local = { 'x-rollcall-peer': '127.0.0.1' }
    expect((await ask(local)).status).toBe(200)
    expect((await ask({ 'x-rollcall-peer': '192.0.2.1' })).status).toBe(401)
    expect((await ask({ ...local, host: 'rebound.example' })).status).toBe(401)
    expect((await ask({})).status).toBe(401)
  })

  it('counts, and names no agent and no person', async () => {
    const text = await (await ask({ 'x-rollcall-peer': '::1', host: '[::1]:3000' })).text()
    expect(text).toMatch(/^rollcall_agents\{manager="main",status="active"\} \d+$/m)
    expect(text).toMatch(/^rollcall_audit_events_total\{event="sign_in ok"\} \d+$/m)
    expect(text).toMatch(/^rollcall_http_problems_total\{code="unauthenticated"\} \d+$/m)
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|[a-z_]+(\{[^}]*\})? -?[\d.e+-]+)$/)
    const names = rig.rows('SELECT "name", "ip" FROM "Agent" LIMIT 500').flat()
    for (const name of names) expect(text).not.toContain(`"${String(name)}"`)
    expect(text).not.toMatch(/analyst|wazuh/)
  })
})
