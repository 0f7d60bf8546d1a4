import { describe, expect, it } from 'vitest'
import type { TableFields } from './table-fields.ts'
import { queryTable, type TableQuery } from './table-query.ts'

const now = 1_000_000
const fields: TableFields = {
  id: { column: 'id', affinity: 'integer' },
  name: { column: 'name', affinity: 'text' },
  'os.name': { column: 'os_name', affinity: 'text' },
  made: { column: 'made', affinity: 'integer', isDate: true },
}
const rows = [
  { id: 1, name: 'ant', 'os.name': 'unix', made: now - 10 },
  { id: 2, name: 'bee', 'os.name': 'unix', made: now - 100 },
  { id: 3, name: 'cat', 'os.name': null, made: null },
  { id: 10, name: 'Dog', 'os.name': 'windows', made: now - 1000 },
]

function ask(query: Partial<TableQuery>) {
  return queryTable(fields, rows, { offset: 0, limit: 500, q: '', filters: new Map(), distinct: false, ...query }, now)
}
const ids = (query: Partial<TableQuery>) => ask(query).items.map((item) => item.id)

describe('a query over a small table', () => {
  it.each<[string, Partial<TableQuery>, number[]]>([
    ['everything', {}, [1, 2, 3, 10]],
    ['a page', { offset: 1, limit: 2 }, [2, 3]],
    ['numbers as numbers, however written', { filters: new Map([['id', ['002', '10']]]) }, [2, 10]],
    [
      'one filter and another',
      {
        filters: new Map([
          ['os.name', 'unix'],
          ['name', 'bee'],
        ]),
      },
      [2],
    ],
    ['what is empty', { filters: new Map([['os.name', 'null']]) }, [3]],
    ['a filter for all, which is none', { filters: new Map([['name', 'all']]) }, [1, 2, 3, 10]],
    ['a filter and q', { filters: new Map([['os.name', 'unix']]), q: 'id>1' }, [2]],
    ['q with or', { q: 'name=ant,name=cat' }, [1, 3]],
    ['a part of a text', { q: 'name~o' }, [10]],
    ['ages, which empty dates do not have', { q: 'made>50s' }, [2, 10]],
    ['a search over every field', { search: { text: 'unix', negated: false } }, [1, 2]],
    ['a search the other way round', { search: { text: 'unix', negated: true } }, [3, 10]],
    ['an order by number', { sort: { fields: ['id'], descending: true } }, [10, 3, 2, 1]],
    ['an order by text, capitals first', { sort: { fields: ['name'], descending: false } }, [10, 1, 2, 3]],
    ['an order with empty cells first', { sort: { fields: ['os.name'], descending: false } }, [3, 1, 2, 10]],
  ])('takes %s', (_, query, expected) => {
    expect(ids(query)).toEqual(expected)
  })

  it('counts what matches, not what is shown', () => {
    expect(ask({ limit: 1 }).total).toBe(4)
  })

  it('leaves out empty cells, and shows what is always shown', () => {
    expect(ask({ select: ['os.name'], always: ['id'] }).items.slice(1, 3)).toEqual([{ id: 2, 'os.name': 'unix' }, { id: 3 }])
  })

  it('tells different values once, and only those that are there', () => {
    expect(ask({ select: ['os.name'], always: ['id'], distinct: true })).toEqual({
      items: [{ 'os.name': 'unix' }, { 'os.name': 'windows' }],
      total: 2,
    })
  })

  it.each<[string, Partial<TableQuery>, number]>([
    ['selected', { select: ['colour'] }, 1724],
    ['sorted by', { sort: { fields: ['colour'], descending: false } }, 1403],
    ['queried', { q: 'colour=red' }, 1408],
    ['an unreadable date', { q: 'made>soon' }, 1412],
  ])('refuses an unknown field that is %s', (_, query, code) => {
    expect(() => ask(query)).toThrow(expect.objectContaining({ code }))
  })
})
