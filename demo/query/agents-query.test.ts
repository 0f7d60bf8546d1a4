import { describe, expect, it } from 'vitest'
import { openFleet } from '../fleet/fleet.ts'
import { listSource } from '../fleet/listed-source.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { type AgentsQuery, queryAgents } from './agents-query.ts'
import { parseSort } from './sort.ts'

const now = Date.parse('2026-11-21T10:00:00Z') / 1000
const ago = (seconds: number) => new Date((now - seconds) * 1000).toISOString()
const linux = { name: 'Ubuntu', platform: 'ubuntu', major: '22', minor: '04', version: '22.04 LTS' }
const agents = [
  {
    id: '000',
    name: 'manager',
    ip: '127.0.0.1',
    status: 'active',
    dateAdd: ago(99),
    lastKeepAlive: '9999-12-31T23:59:59Z',
    version: 'Wazuh v4.14.7',
  },
  {
    id: '001',
    name: 'Web-1',
    ip: '10.0.0.1',
    status: 'active',
    dateAdd: ago(86_400 * 9),
    lastKeepAlive: ago(5),
    version: 'Wazuh v4.9.2',
    group: ['default', 'web'],
    os: linux,
  },
  {
    id: '002',
    name: 'db-1',
    ip: '10.0.0.2',
    status: 'disconnected',
    status_code: 4,
    dateAdd: ago(86_400 * 8),
    lastKeepAlive: ago(86_400 * 3),
    version: 'Wazuh v4.14.7',
    group: ['default'],
    os: { ...linux, major: '9', version: '9.4' },
  },
  { id: '003', name: 'new', ip: 'any', status: 'never_connected', dateAdd: ago(60) },
  {
    id: '1024',
    name: "o'brien",
    ip: '10.0.0.4',
    status: 'active',
    dateAdd: ago(86_400 * 7),
    lastKeepAlive: ago(7),
    version: 'Wazuh v4.10.0',
    group: ['webserver'],
  },
]
const fleet = openFleet(listSource({ agents }, false))

function run(query: Partial<AgentsQuery>) {
  fleet.refresh(now)
  return queryAgents(fleet, { offset: 0, limit: 500, q: '', filters: new Map(), distinct: false, ...query }, now)
}
const ids = (query: Partial<AgentsQuery>) => run(query).items.map((item) => item.id)
const codeOf = (query: Partial<AgentsQuery>) => {
  try {
    run(query)
    return 0
  } catch (error) {
    return error instanceof ManagerError ? error.code : -1
  }
}

describe('queryAgents', () => {
  it.each([
    ['id=1', ['001']],
    ['id<1024;id>001', ['002', '003']],
    ['id~1', ['001', '1024']],
    ['name=web-1', ['001']],
    ['group=web', ['001']],
    ['group~web', ['001', '1024']],
    ['group!=default', ['1024']],
    ['group=null', ['000', '003']],
    ['version=null', ['003']],
    ['version!=null', ['003']],
    ['version!=Wazuh v4.14.7', ['001', '1024']],
    ['version=Wazuhv4.14.7', ['000', '002']],
    ['status_code>0', ['002']],
    ['status=all', ['000', '001', '002', '003', '1024']],
    ['status=active,status=never_connected;id!=000', ['000', '001', '003', '1024']],
    ['(status=active,status=never_connected);id!=000', ['001', '003', '1024']],
    ['lastKeepAlive>1d', ['002']],
    ['lastKeepAlive<1d', ['001', '1024']],
    ['lastKeepAlive!=1d', ['002']],
    ['dateAdd>2026-11-13', ['002', '003', '1024']],
    ['dateAdd<1h', ['003']],
    ["name=o'brien", ['1024']],
    ['name=o"brien', ['1024']],
    ['id>abc', []],
    ['id<abc', ['000', '001', '002', '003', '1024']],
  ])('answers q=%s', (q, expected) => {
    expect(ids({ q })).toEqual(expected)
  })

  it('counts by age of the keep-alive, and by enrolment for agents that never sent one', () => {
    expect(ids({ olderThan: '1d' })).toEqual(['002'])
    expect(ids({ olderThan: '10' })).toEqual(['002', '003'])
    expect(ids({ olderThan: '0s' })).toHaveLength(5)
  })

  it('lets q write over the value of a filter that stands behind "all"', () => {
    const status = (...values: string[]) => new Map([['status', values]])
    expect(ids({ filters: status('all', 'active') })).toEqual(['000', '001', '1024'])
    expect(ids({ filters: status('all', 'active'), q: 'status=disconnected,id=1' })).toEqual(['001', '002'])
    expect(ids({ filters: status('active', 'all'), q: 'id>1' })).toEqual(['1024'])
    expect(ids({ filters: status('all', 'active'), olderThan: '1d' })).toEqual([])
  })

  it('ors values inside one filter and ands filters', () => {
    const filters = new Map<string, string | string[]>([['status', ['active', 'disconnected']]])
    expect(ids({ filters })).toEqual(['000', '001', '002', '1024'])
    filters.set('group', 'default')
    expect(ids({ filters })).toEqual(['001', '002'])
  })

  it('searches every column, hidden ones too, and the id only as a whole number', () => {
    expect(ids({ search: { text: 'UBUNTU', negated: false } })).toEqual(['001', '002'])
    expect(ids({ search: { text: 'o_brien', negated: false } })).toEqual(['1024'])
    expect(ids({ search: { text: '10.0.0', negated: true } })).toEqual(['000', '003'])
    expect(ids({ search: { text: '', negated: true } })).toEqual([])
    const key = fleet.columns().internal_key.read(fleet.rowOf(2) ?? 0)
    expect(ids({ search: { text: String(key).slice(4, 40), negated: false } })).toEqual(['002'])
  })

  it('reads digits of every script as a number, and fails at signs that only look like digits', () => {
    expect(ids({ search: { text: '٠٠٢', negated: false } })).toEqual(['002'])
    expect(ids({ q: 'lastKeepAlive<٢d' })).toEqual(['001', '1024'])
    expect(codeOf({ search: { text: '1²', negated: false } })).toBe(1000)
    expect(codeOf({ q: 'dateAdd>²' })).toBe(1000)
  })

  it('counts rows in 64 bits, and does not look at the offset when nothing matches', () => {
    expect(codeOf({ offset: 2 ** 63 })).toBe(2003)
    expect(run({ offset: 2 ** 63 - 1024 })).toEqual({ items: [], total: 5 })
    expect(run({ offset: 2 ** 63, q: 'name=nobody' })).toEqual({ items: [], total: 0 })
  })

  it('fails at a line break in a search or a filter, after every other fault', () => {
    expect(codeOf({ search: { text: 'a\nb', negated: false } })).toBe(1000)
    expect(codeOf({ filters: new Map([['name', 'web\n']]) })).toBe(1000)
    expect(codeOf({ search: { text: '\n', negated: true }, sort: parseSort('colour') })).toBe(1403)
    expect(codeOf({ search: { text: '\n', negated: true }, q: '(id=1' })).toBe(2003)
  })

  it('sorts nothing first, by id where alike, one sign for all fields', () => {
    expect(ids({ sort: parseSort('version') })).toEqual(['003', '001', '1024', '000', '002'])
    expect(ids({ sort: parseSort('-status,id') })).toEqual(['003', '002', '1024', '001', '000'])
    expect(ids({ sort: parseSort('os.version') })).toEqual(['000', '003', '1024', '002', '001'])
    expect(codeOf({ sort: parseSort('name,-id') })).toBe(1403)
  })

  it('pages after sorting and counts before', () => {
    const page = run({ sort: parseSort('-id'), offset: 1, limit: 2, select: ['name'] })
    expect(page).toEqual({
      total: 5,
      items: [
        { name: 'new', id: '003' },
        { name: 'db-1', id: '002' },
      ],
    })
  })

  it('leaves empty cells out of items, and the id out of distinct ones', () => {
    expect(run({ distinct: true, select: ['os.platform'] })).toEqual({ total: 1, items: [{ os: { platform: 'ubuntu' } }] })
    expect(run({ q: 'id=3', select: ['version', 'status'] }).items).toEqual([{ status: 'never_connected', id: '003' }])
  })

  it('meets rows by name when it sorts by name, and keeps the first of what is alike', () => {
    const statuses = (sort: string) =>
      run({ distinct: true, select: ['status'], sort: parseSort(sort) }).items.map(({ status }) => status)
    expect(statuses('name')).toEqual(['active', 'disconnected', 'never_connected'])
    expect(statuses('-name')).toEqual(['active', 'never_connected', 'disconnected'])
  })

  it.each([
    [{ q: 'status=active;' }, 2003],
    [{ q: '(status=active' }, 2003],
    [{ q: 'name=x,two' }, 2003],
    [{ q: 'lastKeepAlive>foo' }, 1412],
    [{ q: 'lastKeepAlive=null' }, 1000],
    [{ q: 'group>a' }, 1409],
    [{ select: ['os'] }, 1724],
    [{ offset: 2 ** 64 }, 2003],
  ])('refuses %j', (query, code) => {
    expect(codeOf(query)).toBe(code)
  })

  it('puts rights into the same chain of conditions as the manager does', () => {
    const rights = { ids: ['001', '003'], negated: false }
    expect(ids({ rights })).toEqual(['001', '003'])
    expect(ids({ rights, q: 'status=active' })).toEqual(['001'])
    expect(ids({ rights: { ids: ['000'], negated: true } })).toHaveLength(4)
  })
})
