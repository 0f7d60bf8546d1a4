import { describe, expect, it } from 'vitest'
import { parseWhere, type Token } from './where-clause.ts'

const yes: Token = { word: 'a', test: () => true }
const no: Token = { word: 'b', test: () => false }
const holds = (...tokens: Token[]) => parseWhere(tokens, true)(0)
const fault = (...tokens: Token[]) => {
  try {
    parseWhere(tokens, true)
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.message : 'other'
  }
}

describe('parseWhere', () => {
  it('binds AND before OR', () => {
    expect(holds(yes, 'OR', no, 'AND', no)).toBe(true)
    expect(holds('(', yes, 'OR', no, ')', 'AND', no)).toBe(false)
  })

  it('negates one operand', () => {
    expect(holds('NOT', '(', no, ')', 'AND', yes)).toBe(true)
  })

  it.each([
    [['(', yes], 'incomplete input'],
    [[yes, 'AND'], 'near ")": syntax error'],
    [['(', yes, ')', ')'], 'near ")": syntax error'],
    [['(', yes, ')', ')', 'OR', no], 'near "OR": syntax error'],
    [[yes, '(', no, ')'], 'near "(": syntax error'],
    [[yes, no], 'near "b": syntax error'],
  ] satisfies [Token[], string][])('complains as the database does (%#)', (tokens, message) => {
    expect(fault(...tokens)).toBe(`Error in wazuhdb request: ${message}`)
  })

  it('accepts nothing at all only without a WHERE', () => {
    expect(parseWhere([], false)(0)).toBe(true)
    expect(() => parseWhere(['AND', yes], false)).toThrow('near "AND": syntax error')
  })
})
