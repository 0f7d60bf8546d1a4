import { expect, it } from 'vitest'
import { isOperator } from './operator.ts'

const TOKEN = 'abcdefghijklmnop'
const ask = (headers: Record<string, string>, config: { metricsToken?: string; publicOrigin?: string } = {}) =>
  isOperator(new Request('http://x/metrics', { headers }), { metricsToken: null, publicOrigin: null, ...config })
const here = { 'x-rollcall-peer': '127.0.0.1', host: '127.0.0.1:3000' }

it.each([
  ['127.0.0.1', '127.0.0.1:3000', true],
  ['::1', '[::1]:3000', true],
  ['::ffff:127.0.0.1', 'localhost', true],
  ['127.0.0.1', 'rebound.example', false],
  ['127.0.0.1', '127.0.0.1.evil.example', false],
  ['192.0.2.1', '127.0.0.1', false],
  ['unknown', 'localhost', false],
])('without a token peer %s at %s: %s', (peer, host, may) => {
  expect(ask({ 'x-rollcall-peer': peer, host })).toBe(may)
})

it('lets nobody in behind a proxy without a token, because everybody comes from this machine there', () => {
  expect(ask(here, { publicOrigin: 'https://dash.example' })).toBe(false)
})

it('goes by the token alone where one is set', () => {
  const config = { metricsToken: TOKEN, publicOrigin: 'https://dash.example' }
  expect(ask({ authorization: `Bearer ${TOKEN}` }, config)).toBe(true)
  for (const authorization of [
    '',
    'Bearer',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Basic ${TOKEN}`,
    TOKEN,
    `Bearer ${'x'.repeat(600)}`,
  ])
    expect(ask({ ...here, authorization }, config), authorization).toBe(false)
})
