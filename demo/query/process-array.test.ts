import { describe, expect, it } from 'vitest'
import { ManagerError } from '../wire/manager-error.ts'
import type { FlatItem } from './item-filter.ts'
import { type ArrayQuery, processArray } from './process-array.ts'

const fields = ['name', 'count', 'sum']
const items = [
  { name: 'b', count: 2, sum: 'x' },
  { name: 'A', count: 10 },
  { name: 'c', count: 2, sum: 'X' },
]
const run = (query: Partial<ArrayQuery>, given: readonly FlatItem[] = items) =>
  processArray(given, fields, { sort: 'name', distinct: false, offset: 0, limit: 500, ...query })
const names = (query: Partial<ArrayQuery>) => run(query).items.map(({ name }) => name)
const codeOf = (query: Partial<ArrayQuery>, given?: readonly FlatItem[]) => {
  try {
    run(query, given)
    return 0
  } catch (error) {
    return error instanceof ManagerError ? error.code : -1
  }
}

describe('processArray', () => {
  it('sorts without regard to case, by several fields, one sign for all', () => {
    expect(names({})).toEqual(['A', 'b', 'c'])
    expect(names({ sort: '-count,name' })).toEqual(['A', 'c', 'b'])
  })

  it('only parts items with a missing value from the others', () => {
    expect(names({ sort: 'sum' })).toEqual(['A', 'b', 'c'])
    expect(names({ sort: '-sum' })).toEqual(['b', 'c', 'A'])
  })

  it('leaves the order alone for a bare sign', () => {
    expect(names({ sort: '-' })).toEqual(['b', 'A', 'c'])
  })

  it('searches numbers as texts, and negates', () => {
    expect(names({ search: '1' })).toEqual(['A'])
    expect(names({ search: '-X' })).toEqual(['A'])
    expect(names({ search: '-' })).toEqual(['A', 'b', 'c'])
  })

  it('joins alternatives of conditions', () => {
    expect(names({ q: 'count=2;name!=b,name=A' })).toEqual(['A', 'c'])
  })

  it('compares names that are dates as dates, and names that are none with no date', () => {
    const dated: FlatItem[] = [{ name: '2021-07-03' }, { name: '2021-7-4' }, { name: 'b' }]
    const found = (q: string, given = dated) => run({ q }, given).items.map(({ name }) => name)
    expect(found('name=2021-07-03 00:00:00')).toEqual(['2021-07-03'])
    expect(found('name!=2021-07-04')).toEqual(['2021-07-03', 'b'])
    expect(found('name>2021-07-03T12:00:00Z', dated.slice(0, 2))).toEqual(['2021-7-4'])
    expect(found('name>2021-02-30')).toEqual(['2021-07-03', '2021-7-4', 'b'])
    expect(codeOf({ q: 'name>2021-07-03' }, dated)).toBe(1000)
    expect(names({ q: 'count=١٠' })).toEqual(['A'])
  })

  it('looks for what stands below a field nowhere but in the value itself', () => {
    expect(names({ q: 'name.x=b' })).toEqual(['b'])
    expect(codeOf({ q: 'name.b=b' })).toBe(1000)
    expect(codeOf({ q: 'count.x=2' })).toBe(1000)
  })

  it('keeps the name with whatever is selected, but for distinct values', () => {
    expect(run({ select: ['count'], offset: 1, limit: 1 })).toEqual({ items: [{ name: 'b', count: 2 }], total: 3 })
    expect(run({ select: ['count'], distinct: true })).toEqual({ items: [{ count: 10 }, { count: 2 }], total: 2 })
  })

  it.each([
    [{ sort: 'colour' }, 1403],
    [{ sort: ',' }, 1403],
    [{ q: 'foo' }, 1407],
    [{ q: 'count>x' }, 1000],
    [{ q: 'count>=1' }, 1000],
    [{ select: ['colour'] }, 1724],
    [{ search: 'nothing', select: ['colour'] }, 1724],
  ])('refuses %j with %i', (query, code) => {
    expect(codeOf(query)).toBe(code)
  })

  it('never looks at anything asked of an empty list', () => {
    expect(run({ sort: 'colour', q: 'foo', select: ['colour'] }, [])).toEqual({ items: [], total: 0 })
  })
})
