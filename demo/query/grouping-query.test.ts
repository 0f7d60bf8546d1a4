import { describe, expect, it } from 'vitest'
import { openFleet } from '../fleet/fleet.ts'
import { listSource } from '../fleet/listed-source.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { countByFields, type GroupingQuery } from './grouping-query.ts'
import { parseSort } from './sort.ts'

const now = Date.parse('2026-11-21T10:00:00Z') / 1000
const agents = [
  { id: '000', name: 'manager', status: 'active', lastKeepAlive: '9999-12-31T23:59:59Z', version: 'Wazuh v4.14.7' },
  {
    id: '001',
    name: 'a',
    status: 'disconnected',
    lastKeepAlive: '2026-11-20T10:00:00Z',
    version: 'Wazuh v4.9.2',
    group: ['x', 'y'],
  },
  { id: '002', name: 'b', status: 'active', lastKeepAlive: '2026-11-21T09:59:55Z', version: 'Wazuh v4.14.7', group: ['x'] },
  { id: '003', name: 'c', status: 'never_connected' },
  { id: '004', name: 'd', status: 'active', lastKeepAlive: '2026-11-21T09:59:55Z', version: 'Wazuh v4.9.2', group: ['x'] },
]
const fleet = openFleet(listSource({ agents }, false))
fleet.refresh(now)

const run = (query: Partial<GroupingQuery>) => countByFields(fleet, { offset: 0, limit: 500, q: '', ...query }, now)
const codeOf = (query: Partial<GroupingQuery>) => {
  try {
    run(query)
    return 0
  } catch (error) {
    return error instanceof ManagerError ? error.code : -1
  }
}

describe('countByFields', () => {
  it('counts agents by value, in order of the first agent that has it, empty ones as N/A', () => {
    expect(run({ fields: ['version'] })).toEqual({
      total: 5,
      items: [
        { version: 'Wazuh v4.14.7', count: 2 },
        { version: 'Wazuh v4.9.2', count: 2 },
        { version: 'N/A', count: 1 },
      ],
    })
  })

  it('pages the combinations, but counts the agents', () => {
    expect(run({ fields: ['status'], offset: 1, limit: 1 })).toEqual({ total: 5, items: [{ status: 'disconnected', count: 1 }] })
  })

  it('takes a list of groups as one value, and none as a list of N/A', () => {
    expect(run({ fields: ['group'], q: 'id!=000' }).items).toEqual([
      { group: ['x', 'y'], count: 1 },
      { group: ['x'], count: 2 },
      { group: ['N/A'], count: 1 },
    ])
  })

  it('sorts by count too; what counts alike goes by value, in the same direction for as many fields', () => {
    const sorted = (text: string) => run({ fields: ['status'], sort: parseSort(text) }).items.map(({ status }) => status)
    expect(sorted('count')).toEqual(['disconnected', 'never_connected', 'active'])
    expect(sorted('-count')).toEqual(['active', 'never_connected', 'disconnected'])
    expect(sorted('-count,os.name')).toEqual(['active', 'disconnected', 'never_connected'])
    expect(sorted('-status')).toEqual(['never_connected', 'disconnected', 'active'])
  })

  it('sorts by a field that is not shown as the first agent of each combination has it', () => {
    expect(run({ fields: ['status'], sort: parseSort('-name') }).items.map(({ status }) => status)).toEqual([
      'active',
      'never_connected',
      'disconnected',
    ])
  })

  it('keeps what sorts alike in order of id where the id is among the fields', () => {
    const sorted = (text: string) => run({ fields: ['status', 'id'], sort: parseSort(text) }).items.map(({ id }) => id)
    expect(sorted('-count')).toEqual(run({ fields: ['id'] }).items.map(({ id }) => id))
    expect(sorted('-count,status')).toEqual(run({ fields: ['id'], sort: parseSort('-status') }).items.map(({ id }) => id))
  })

  it('does not know dates: ages are compared as texts, and a moment that never was prints as 1970', () => {
    expect(run({ fields: ['status'], q: 'lastKeepAlive<1d' }).total).toBe(4)
    expect(run({ fields: ['status'], q: 'lastKeepAlive>1d' }).total).toBe(0)
    expect(run({ fields: ['disconnection_time'], q: 'id=1' }).items).toEqual([
      { disconnection_time: '1970-01-01T00:00:00+00:00', count: 1 },
    ])
  })

  it('lets the secret field be asked for, and gives it when nothing is', () => {
    expect(run({ fields: ['internal_key'], q: 'internal_key=null' }).items).toEqual([{ internal_key: 'N/A', count: 1 }])
    expect(Object.keys(run({ q: 'id=1' }).items[0] ?? {})).toContain('internal_key')
  })

  it.each([
    [{ fields: ['colour'] }, 1724],
    [{ fields: ['count'] }, 1724],
    [{ fields: ['os'] }, 1724],
    [{ sort: parseSort('colour') }, 1403],
    [{ q: 'count>1' }, 1408],
    [{ q: 'foo' }, 1407],
    [{ q: 'status=active;' }, 2003],
    [{ offset: 2 ** 64 }, 2003],
  ])('refuses %j with %i', (query, code) => {
    expect(codeOf(query)).toBe(code)
  })
})
