import { expect, test } from 'vitest'
import { parseQuery } from '#lib/query/parse.ts'
import { barFilter } from './bar-term.ts'

function of(filter: string, term: string, spelling?: string) {
  const parsed = parseQuery(filter)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return barFilter(parsed.expr, term, spelling)
}

test('adds its condition to what is there, and takes it away again', () => {
  expect(of('', 'group=lyon')).toEqual({ isSet: false, toggled: 'group=lyon', excluded: 'group!=lyon' })
  expect(of('status=active', 'group=lyon')?.toggled).toBe('status=active and group=lyon')
  expect(of('status=active and group=lyon', 'group=lyon')).toMatchObject({ isSet: true, toggled: 'status=active' })
})

test('combines with a filter of alternatives without changing its meaning', () => {
  expect(of('status=active or status=pending', 'group=lyon')?.toggled).toBe('(status=active or status=pending) and group=lyon')
})

test('turns into its opposite, and back', () => {
  expect(of('status=active and group=lyon', 'group=lyon')?.excluded).toBe('status=active and group!=lyon')
  expect(of('status=active and group!=lyon', 'group=lyon')?.toggled).toBe('status=active and group=lyon')
})

test('a condition of two parts is added, removed and excluded as one', () => {
  const node = 'manager=emea and node_name=n1'
  expect(of('sync=synced', node)?.toggled).toBe('group_config_status=synced and manager=emea and node_name=n1')
  expect(of(`sync=synced and ${node}`, node)).toEqual({
    isSet: true,
    toggled: 'group_config_status=synced',
    excluded: 'group_config_status=synced and not (manager=emea and node_name=n1)',
  })
})

test('counts as set where the filter says the same in other words, and takes those away', () => {
  const [term, spelling] = ['manager="Köln 1"', 'manager=emea']
  expect(of('status=active and manager=emea', term, spelling)).toEqual({
    isSet: true,
    toggled: 'status=active',
    excluded: 'status=active and manager!=emea',
  })
  expect(of('status=active', term, spelling)).toMatchObject({ isSet: false, toggled: 'status=active and manager="Köln 1"' })
})

test('"none" is a bar like any other', () => {
  expect(of('', 'group=null')).toEqual({ isSet: false, toggled: 'group=null', excluded: 'group!=null' })
})

test('a condition that can’t be read is no bar to press', () => {
  expect(of('', 'group=')).toBeNull()
})
