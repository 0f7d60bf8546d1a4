import { describe, expect, it } from 'vitest'
import { hasTerm, readFilter, readSort, sortParam, toggleTerm } from './filter.ts'

function exprOf(q: string) {
  const filter = readFilter(q)
  if (!filter.ok) throw new Error(filter.problem.message)
  return filter.expr
}

describe('toggleTerm', () => {
  it('sets the first condition', () => {
    expect(toggleTerm(exprOf(''), 'status', 'disconnected')).toBe('status=disconnected')
  })
  it('adds to other conditions', () => {
    expect(readFilter(toggleTerm(exprOf('name~web or name~db'), 'status', 'active'))).toMatchObject({
      text: readFilter('(name~web or name~db) and status=active').ok ? expect.stringContaining('status=active') : '',
    })
  })
  it('replaces another value of the same field', () => {
    expect(toggleTerm(exprOf('status=active and name~web'), 'status', 'pending')).not.toContain('active')
  })
  it('takes the condition away when it stands there already', () => {
    expect(toggleTerm(exprOf('status=active'), 'status', 'active')).toBe('')
  })
})

describe('readFilter', () => {
  it('gives equal filters one text', () => {
    expect(readFilter('STATUS = active').ok && readFilter('status=active')).toMatchObject({ text: 'status=active' })
  })
  it('refuses what can’t be read, with its place', () => {
    expect(readFilter('status=activ')).toMatchObject({ ok: false, problem: { span: { start: 7, end: 12 } } })
  })
  it('knows the conditions it holds', () => {
    expect(hasTerm(exprOf('sync="not synced"'), 'group_config_status', 'not synced')).toBe(true)
    expect(hasTerm(exprOf('not status=active'), 'status', 'active')).toBe(false)
  })
})

describe('readSort', () => {
  it('keeps the default out of the address', () => {
    expect(sortParam({ field: 'name', descending: false })).toBe('')
    expect(sortParam({ field: 'lastKeepAlive', descending: true })).toBe('-lastKeepAlive')
  })
  it('refuses fields that can’t be sorted by', () => {
    expect(readSort('mergedSum')).toBeNull()
    expect(readSort('')).toEqual({ field: 'name', descending: false })
  })
})
