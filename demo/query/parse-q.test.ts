import { describe, expect, it } from 'vitest'
import { ManagerError } from '../wire/manager-error.ts'
import { parseQ } from './parse-q.ts'

const codeOf = (q: string) => {
  try {
    parseQ(q)
    return 0
  } catch (error) {
    return error instanceof ManagerError ? error.code : -1
  }
}

describe('parseQ', () => {
  it('reads fields, operators, values, separators and levels', () => {
    expect(parseQ('(status=active,status=pending);id!=000')).toEqual([
      { field: 'status', value: 'active', operator: '=', separator: 'OR', level: 1 },
      { field: 'status', value: 'pending', operator: '=', separator: 'AND', level: 0 },
      { field: 'id', value: '000', operator: '!=', separator: '', level: 0 },
    ])
  })

  it('silently cuts a value at the first character it does not know', () => {
    expect(parseQ('name~a*b').map(({ value }) => value)).toEqual(['a'])
    expect(parseQ('name=agent-one#foo').map(({ value }) => value)).toEqual(['agent-one'])
    expect(parseQ('status=active|pending')).toHaveLength(1)
  })

  it('skips a condition whose value is "all"', () => {
    expect(parseQ('status=all')).toEqual([])
  })

  it('takes "null" as no value whatever the operator', () => {
    expect(parseQ('version!=null')[0]?.value).toBeNull()
  })

  it('keeps commas inside brackets and balanced parentheses inside a value', () => {
    expect(parseQ('name=[a,b]').map(({ value }) => value)).toEqual(['[a,b]'])
    expect(parseQ('name=a(b)c').map(({ value }) => value)).toEqual(['a(b)c'])
  })

  it.each([
    ['foo', 1407],
    ['q=name=', 1408],
    ['name = x', 1407],
    ['', 1407],
    ['colour=red', 1408],
    ['internal_key=a', 1408],
    ['id>=3', 1409],
    ['id==3', 1409],
    ['status=active', 0],
  ])('answers %j with error %i', (q, code) => {
    expect(codeOf(q)).toBe(code)
  })
})
