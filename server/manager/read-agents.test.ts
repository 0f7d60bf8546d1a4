import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ManagerAgent } from './agent-row.ts'
import { readAgent, readAgents } from './read-agents.ts'

const full = {
  os: { arch: 'x86_64', codename: 'Jammy', name: 'Ubuntu', platform: 'ubuntu', version: '22.04.4 LTS' },
  dateAdd: '2026-10-22T09:42:18+00:00',
  group: ['default', 'group1'],
  status_code: 4,
  registerIP: '10.0.0.0/8',
  group_config_status: 'not synced',
  status: 'disconnected',
  manager: 'manager-host',
  id: '002',
  version: 'Wazuh v4.14.7',
  name: 'agent-two',
  lastKeepAlive: '2026-11-18T09:42:18Z',
  configSum: 'ab73af41699f13fdd81903b5f23d8d00',
  disconnection_time: '2026-11-18T09:57:18+00:00',
  ip: '10.0.0.2',
  mergedSum: '4a8724b20dee0124ff9656783c490c4e',
  node_name: 'node01',
}

describe('readAgent', () => {
  it('flattens an item with every field', () => {
    expect(readAgent(full)).toEqual({
      id: 2,
      name: 'agent-two',
      ip: '10.0.0.2',
      registerIp: '10.0.0.0/8',
      status: 'disconnected',
      statusCode: 4,
      groups: ['default', 'group1'],
      groupConfigStatus: 'not synced',
      osName: 'Ubuntu',
      osVersion: '22.04.4 LTS',
      osPlatform: 'ubuntu',
      osArch: 'x86_64',
      version: 'Wazuh v4.14.7',
      nodeName: 'node01',
      managerHost: 'manager-host',
      dateAdd: Date.UTC(2026, 9, 22, 9, 42, 18),
      lastKeepAlive: Date.UTC(2026, 10, 18, 9, 42, 18),
      disconnectionTime: Date.UTC(2026, 10, 18, 9, 57, 18),
      mergedSum: '4a8724b20dee0124ff9656783c490c4e',
      configSum: 'ab73af41699f13fdd81903b5f23d8d00',
    })
  })

  it('reads an agent that never connected, with a node not known yet', () => {
    const row = readAgent({ id: '003', name: 'n', status: 'never_connected', node_name: 'unknown' })
    expect(row).toMatchObject({ nodeName: null, groups: [], lastKeepAlive: null, osName: null, groupConfigStatus: 'unknown' })
  })

  it('reads the keep-alive of agent 000 as none', () => {
    expect(readAgent({ ...full, id: '000', lastKeepAlive: '9999-12-31T23:59:59+00:00' })?.lastKeepAlive).toBeNull()
  })

  it('keeps control characters, markup and other alphabets in a name as they are', () => {
    const name = '\u001b[31m<img src=x onerror=alert(1)>\r\n\u202e名前'
    expect(readAgent({ ...full, name })?.name).toBe(name)
  })

  it.each([
    ['a name of 1 MB', { name: 'x'.repeat(1_000_000) }],
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
    ['a name that is a number', { name: 7 }],
    ['an id that is a number', { id: 7 }],
    ['a negative id', { id: '-1' }],
    ['a hexadecimal id', { id: '0x1' }],
    ['an id beyond 31 bits', { id: '2147483648' }],
    ['no status', { status: undefined }],
    ['a status that is no text', { status: ['active'] }],
    ['a time that is none', { lastKeepAlive: 'NaN' }],
    ['a time that is a number', { dateAdd: 253_402_300_799 }],
    ['a fractional status code', { status_code: 1.5 }],
    ['groups that are a text', { group: 'default' }],
    ['groups of numbers', { group: [1] }],
    ['257 groups', { group: Array(257).fill('g') }],
    ['an os that is a list', { os: [] }],
  ])('refuses %s', (_, change) => {
    expect(readAgent({ ...full, ...change })).toBeNull()
  })

  it('leaves the prototype of objects alone', () => {
    const item: unknown = JSON.parse(
      '{"id":"001","name":"n","status":"active","__proto__":{"polluted":1},"os":{"__proto__":{"name":"x"},"constructor":{"prototype":{"polluted":1}}}}',
    )
    expect(readAgent(item)).toMatchObject({ id: 1, osName: null })
    expect('polluted' in {}).toBe(false)
  })

  it('agrees with a schema on any item', () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const expected = schema.safeParse(item)
        expect(readAgent(item)).toEqual(expected.success ? expected.data : null)
      }),
      { numRuns: process.env['ROLLCALL_LONG'] === '1' ? 1_000_000 : 20_000 },
    )
  })
})

describe('readAgents', () => {
  const item = (id: string, change = {}) => ({ id, name: `n${id}`, status: 'active', ...change })

  it('skips and counts bad rows, duplicates and rows out of order', () => {
    const page = readAgents(
      [item('006'), item('006'), item('005'), item('007', { name: '' }), 5, null, item('000'), item('1024')],
      5,
    )
    expect(page.rows.map((row) => row.id)).toEqual([6, 1024])
    expect(page.badRows).toBe(6)
    expect(page.badIds).toEqual([7])
  })

  it('goes on after the bad row that ends a page', () => {
    expect(readAgents([item('006'), item('009', { name: '' })], 5)).toMatchObject({ badRows: 1, lastId: 9 })
    expect(readAgents([], 5).lastId).toBe(5)
  })

  it('counts a status it does not know and keeps the row', () => {
    const page = readAgents([item('001', { status: 'hibernating' }), item('002')], 0)
    expect(page).toMatchObject({ unknownStatuses: 1, badRows: 0 })
    expect(page.rows[0]?.status).toBe('unknown')
  })
})

// The same rules as a schema: slow, but plain to read. The reader must agree with it.
const text = (max: number) =>
  z
    .string()
    .max(max)
    .nullish()
    .transform((value) => value || null)
const time = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)$/.test(value) && !Number.isNaN(Date.parse(value)))
  .transform((value) => (value.startsWith('9999') ? null : Date.parse(value)))
  .nullish()
  .transform((value) => value ?? null)
const known = ['active', 'disconnected', 'pending', 'never_connected'] as const
const schema = z
  .object({
    id: z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number)
      .refine((id) => id <= 2_147_483_647),
    name: z.string().min(1).max(256),
    ip: text(128),
    registerIP: text(128),
    status: z
      .string()
      .min(1)
      .max(64)
      .transform((word) => known.find((status) => status === word) ?? 'unknown'),
    status_code: z.number().int().min(0).max(2_147_483_647).nullish(),
    group: z.array(z.string().min(1).max(255)).max(256).nullish(),
    group_config_status: text(64).transform((word) => (word === 'synced' || word === 'not synced' ? word : 'unknown')),
    os: z.object({ name: text(1024), version: text(1024), platform: text(1024), arch: text(1024) }).nullish(),
    version: text(1024),
    node_name: text(1024).transform((name) => (name === 'unknown' || name === 'N/A' ? null : name)),
    manager: text(1024),
    dateAdd: time,
    lastKeepAlive: time,
    disconnection_time: time,
    mergedSum: text(1024),
    configSum: text(1024),
  })
  .transform(
    (item): ManagerAgent => ({
      id: item.id,
      name: item.name,
      ip: item.ip,
      registerIp: item.registerIP,
      status: item.status,
      statusCode: item.status_code ?? null,
      groups: item.group ?? [],
      groupConfigStatus: item.group_config_status,
      osName: item.os?.name ?? null,
      osVersion: item.os?.version ?? null,
      osPlatform: item.os?.platform ?? null,
      osArch: item.os?.arch ?? null,
      version: item.version,
      nodeName: item.node_name,
      managerHost: item.manager,
      dateAdd: item.dateAdd,
      lastKeepAlive: item.lastKeepAlive,
      disconnectionTime: item.disconnection_time,
      mergedSum: item.mergedSum,
      configSum: item.configSum,
    }),
  )

const junk = fc.constantFrom<unknown>(
  null,
  undefined,
  0,
  -1,
  1.5,
  true,
  '',
  'x',
  'x'.repeat(1100),
  [],
  {},
  ['g', 'h'],
  [''],
  Number.NaN,
)
const mostly = (good: readonly unknown[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: junk })
const times = mostly([
  '2026-11-21T09:42:13+00:00',
  '2024-02-29T00:00:00Z',
  '9999-12-31T23:59:59+00:00',
  '2026-13-01T00:00:00Z',
  undefined,
])
const words = mostly(['some text', 'Wazuh v4.14.7', '', undefined])
const anyItem = fc.oneof(
  { weight: 1, arbitrary: junk },
  {
    weight: 30,
    arbitrary: fc.record({
      id: mostly(['001', '1024', '000', '2147483647', '2147483648', '00000000001', '1e3', ' 1']),
      name: mostly(['web-1', 'x'.repeat(256), 'x'.repeat(257)]),
      ip: mostly(['10.0.0.1', 'any', 'fe80::1', 'x'.repeat(129)]),
      registerIP: mostly(['any', '10.0.0.0/8']),
      status: mostly([...known, 'hibernating', 'Active']),
      status_code: mostly([0, 4, 99, undefined]),
      group: mostly([['default'], ['a', 'b'], [], undefined, Array(256).fill('g'), Array(257).fill('g')]),
      group_config_status: mostly(['synced', 'not synced', 'syncing', undefined]),
      os: mostly([{ name: 'Ubuntu', version: '22.04', platform: 'ubuntu', arch: 'x86_64' }, { name: 7 }, {}, undefined]),
      version: words,
      node_name: mostly(['node01', 'unknown', 'N/A', '', undefined]),
      manager: words,
      dateAdd: times,
      lastKeepAlive: times,
      disconnection_time: times,
      mergedSum: words,
      configSum: words,
    }),
  },
)
