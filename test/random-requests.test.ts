import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ROUTE_FILES, type RouteRig, routePath, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const REQUESTS = process.env['ROLLCALL_LONG'] === '1' ? 200_000 : 1_500
/** What is read at once: no streams, files, questions to a manager or ways to sign in. */
const ADDRESSES = ROUTE_FILES.filter((file) => !/live|export|oidc|proxy|kiosk\/|inventory|config|collection/.test(file))
  .map(routePath)
  .filter((address) => address.startsWith('/api/'))
const NAMES = [
  ...[
    'q',
    'sort',
    'limit',
    'after',
    'before',
    'at',
    'field',
    'text',
    'window',
    'range',
    'agents',
    'kind',
    'outcome',
    'from',
    'to',
  ],
  ...['transitions', 'manager', 'id', 'name', 'cluster', '__proto__', 'constructor', '', 'q[]'],
]
const VALUES = [
  ...[
    '',
    '0',
    '-1',
    '1',
    '5',
    '50',
    '501',
    '1e9',
    'NaN',
    '9'.repeat(30),
    'end',
    'null',
    '[]',
    '{}',
    'status',
    '-name',
    'name,-id',
  ],
  ...['status=active', 'status!=active and (group=default or not id<10)', 'name~%', '((((', 'id in (1,2,', 'lastKeepAlive>7d'],
  ...[
    '2026-11-21T10:00:00Z',
    '0000-00-00',
    '+275760-09-13T00:00:00Z',
    '24h',
    '1y',
    '10m',
    'main/001',
    'main/001,main/002',
    '/',
    '..',
  ],
  ...[
    '<script>alert(1)</script>',
    "' OR 1=1 --",
    '\u0000',
    '\ud800',
    '\u202e',
    '\r\nSet-Cookie: a=b',
    '😀'.repeat(300),
    'a'.repeat(20_000),
  ],
  ...['eyJhIjoxfQ', 'AAAA', '%', '%zz', '%25', '𝟙', 'main', 'other', '001', '999999999999'],
]

let rig: RouteRig
let cookies: readonly string[]
beforeAll(async () => {
  rig = await routeRig()
  cookies = ['', 'rollcall_session=x', await rig.signIn('wazuh'), await rig.signIn('analyst'), await rig.signIn('branch')]
})
afterAll(() => rig.stop())

const value = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...VALUES) }, fc.string({ unit: 'binary', maxLength: 40 }))
const segment = fc.oneof(fc.constantFrom('main', 'other', '001', '007', '0', 'x'), value).map((text) => encode(text) || 'x')
const query = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 5 })
const headers = fc.record({
  'accept-language': value.map(toHeader),
  'x-rollcall-peer': fc.constantFrom('127.0.0.1', '10.0.0.1'),
  origin: fc.constantFrom('http://127.0.0.1:3000', 'https://elsewhere.example', 'null'),
})

it(`${REQUESTS} readings of whatever is asked, by whoever asks, are answered or refused, never with an error of ours`, async () => {
  const asked = fc.record({
    address: fc.constantFrom(...ADDRESSES),
    parts: fc.tuple(segment, segment),
    query,
    headers,
    who: fc.nat(4),
  })
  const answers = new Map<number, number>()
  const property = fc.asyncProperty(asked, async ({ address, parts, query, headers, who }) => {
    let at = 0
    const target = address.replaceAll(/\{\w+\}/g, () => parts[at++ % 2] ?? 'x')
    const search = query.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&')
    const answer = await rig.call('GET', `${target}${search === '' ? '' : `?${search}`}`, { headers, cookie: cookies[who] ?? '' })
    const body = await answer.text()
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
    expect([answer.status < 500, target, body.slice(0, 300)]).toEqual([true, target, body.slice(0, 300)])
    expect(answer.headers.get('content-type')).toMatch(/^application\/(problem\+)?json/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect([...answer.headers.keys()]).not.toContain('set-cookie')
    JSON.parse(body)
  })
  await fc.assert(property, { numRuns: REQUESTS, endOnFailure: true })
  // All of them were refused by the first look at them: then this would say nothing.
  expect(answers.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20)
})

/** Half of a pair of surrogates can't be written in an address. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'))
}

/** What a header may hold. */
function toHeader(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 200)
}
