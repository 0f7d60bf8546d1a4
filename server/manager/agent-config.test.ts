import { expect, it } from 'vitest'
import { configRows } from './agent-config.ts'

const rows = (data: unknown) => configRows({ data, error: 0 })

it('gives every setting of a section its own row, lists in one', () => {
  expect(
    rows({ client: { notify_time: 20, server: [{ address: 'a', port: 1514 }, { address: 'b' }], crypto: ['aes', 'des'] } }),
  ).toEqual([
    { path: ['notify_time'], value: '20' },
    { path: ['server', '1', 'address'], value: 'a' },
    { path: ['server', '1', 'port'], value: '1514' },
    { path: ['server', '2', 'address'], value: 'b' },
    { path: ['crypto'], value: 'aes, des' },
  ])
  expect(rows({})).toEqual([])
})

it.each([
  'password',
  'secret_key',
  'access_key',
  'client_secret',
  'api_token',
  'token',
  'account_key',
  'application_key',
  'authentication_key',
  'db-pass',
  'credentials',
])('passes no value of %s on', (name) => {
  expect(rows({ wmodules: [{ cloud: { [name]: 'hunter2', nested: { [name]: { deep: 'hunter2' } } } }] })).toEqual([
    { path: ['1', 'cloud', name], value: null },
    { path: ['1', 'cloud', 'nested', name], value: null },
  ])
  expect(JSON.stringify(rows({ labels: [{ key: name, value: 'hunter2' }] }))).not.toContain('hunter2')
})

it.each(['authorization_pass_path', 'key', 'ssl_agent_key', 'passive', 'keep-alive', 'tokenizer'])('passes %s on', (name) => {
  expect(rows({ a: { [name]: 'shown' } })).toEqual([{ path: [name], value: 'shown' }])
})

it('ends at a bound, however wide or deep the answer is', () => {
  expect(rows({ wide: Array.from({ length: 5000 }, (_, i) => ({ i })) })).toHaveLength(500)
  let deep: unknown = 'x'
  for (let i = 0; i < 5000; i++) deep = { deep }
  expect(rows({ deep })).toEqual([])
  expect(rows({ long: { text: 'x'.repeat(9999) } })?.[0]?.value).toHaveLength(1024)
})

it('is nothing when it is no object of settings', () => {
  for (const json of [null, [], 'x', { error: 1, data: {} }, { error: 0, data: 'none' }]) expect(configRows(json)).toBeNull()
})
