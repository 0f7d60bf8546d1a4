import { expect, test } from 'vitest'
import type { Expr } from './ast.ts'
import { andTerm, invertTerm, isSameQuery, makeTerm, termsOf, withoutTerm } from './compose.ts'
import { parseQuery } from './parse.ts'
import { printQuery } from './print.ts'

function query(text: string): Expr {
  const result = parseQuery(text)
  if (!result.ok) throw new Error(result.problem.message)
  return result.expr
}

test('adds a condition to everything, to one, to several and to alternatives', () => {
  const term = query('sync=synced')
  const added = (text: string) => printQuery(andTerm(query(text), term))
  expect(added('')).toBe('group_config_status=synced')
  expect(added('web')).toBe('web and group_config_status=synced')
  expect(added('web status=active')).toBe('web and status=active and group_config_status=synced')
  expect(added('web or db')).toBe('(web or db) and group_config_status=synced')
})

test('adds nothing that stands there already, in whatever spelling', () => {
  const before = query('web and SYNC = synced')
  expect(isSameQuery(andTerm(before, query('group_config_status=synced')), before)).toBe(true)
})

test('takes a condition away, and leaves the rest and alternatives alone', () => {
  const before = query('web and status=active and (a or status=active)')
  expect(printQuery(withoutTerm(before, query('status=active')))).toBe('web and (a or status=active)')
  expect(printQuery(withoutTerm(query('web'), query('web')))).toBe('')
  expect(printQuery(withoutTerm(query('web or db'), query('web')))).toBe('web or db')
})

test('inverts a condition there and back', () => {
  expect(printQuery(invertTerm(query('status=active')))).toBe('status!=active')
  expect(printQuery(invertTerm(invertTerm(query('silentFor>7d'))))).toBe('silentFor>7d')
  expect(printQuery(invertTerm(query('web or db')))).toBe('not (web or db)')
})

test('splits a filter into conditions', () => {
  expect(termsOf(query('')).length).toBe(0)
  expect(termsOf(query('web or db')).length).toBe(1)
  expect(termsOf(query('web;db;name=a')).map(printQuery)).toEqual(['web', 'db', 'name=a'])
})

test('makes a condition of any live value, and none that can not be asked', () => {
  const made = (...parts: Parameters<typeof makeTerm>) => {
    const term = makeTerm(...parts)
    return term && printQuery(term)
  }
  expect(made('os.name', '=', 'Microsoft "Windows" 11')).toBe(`os.name='Microsoft "Windows" 11'`)
  expect(made('group', '=', 'null')).toBe('group="null"')
  expect(made('group', '=', null)).toBe('group=null')
  expect(made('ip', '=', '10.20')).toBe('ip="10.20"')
  expect(made('status', '>', 'active')).toBeNull()
  expect(made('name', '=', null)).toBeNull()
})
