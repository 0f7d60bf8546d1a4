import { describe, expect, it } from 'vitest'
import { BorderError } from '../wire/manager-error.ts'
import { parameters } from './parameters.ts'
import { validateQuery } from './validate.ts'

function fault(query: string): string {
  try {
    validateQuery(new URLSearchParams(query), parameters.agents)
    return 'none'
  } catch (error) {
    return error instanceof BorderError ? (error.detail.split(' Failed validating')[0] ?? '') : 'other'
  }
}

describe('validateQuery', () => {
  it.each([
    ['LIMIT=1', 'Extra query parameter(s) LIMIT not in spec'],
    ['limit=abc', "'abc' is not of type 'integer'."],
    ['limit=-1', '-1 is less than the minimum of 1.'],
    ['limit=99999999999999999999', '99999999999999999999 is greater than the maximum of 100000.'],
    ['pretty=yes', "'yes' is not of type 'boolean'."],
    ['select=', "'' is not a 'names'."],
    ['select=a,b c', "'b c' is not a 'names'."],
    ['search=a;b', "'a;b' is not a 'search'."],
    ['sort=na/me', "'na/me' is not a 'sort'."],
    ['agents_list=all', "'all' is not a 'numbers'."],
    ['agents_list=', "'' is too short."],
    ['group=all', "'all' is not a 'group_names'."],
    ["name=it's*", "\"it's*\" is not a 'alphanumeric'."],
    ['older_than=1w', "'1w' is not a 'timeframe'."],
    ['group_config_status=maybe', "'maybe' is not one of ['synced', 'not synced']."],
    ['q=', 'none'],
    ['status=ACTIVE', 'none'],
    ['limit=+5&limit=7', 'none'],
  ])('says of %j: %s', (query, message) => {
    expect(fault(query)).toBe(message)
  })

  it('reports only the first fault, in the order of the endpoint', () => {
    expect(fault('sort=*&limit=0&pretty=1')).toBe("'1' is not of type 'boolean'.")
  })

  it('joins repeated lists, takes the last of repeated values, lower-cases enums', () => {
    const values = validateQuery(
      new URLSearchParams('agents_list=001,002&agents_list=003&limit=1&limit=2&status=Active'),
      parameters.agents,
    )
    expect(values.get('agents_list')).toEqual(['001', '002', '003'])
    expect(values.get('limit')).toBe(2)
    expect(values.get('status')).toEqual(['active'])
  })

  it('keeps an offset on its side of the last number of 64 bits, and takes no number of more than 4300 digits', () => {
    const offset = (text: string) => Number(validateQuery(new URLSearchParams({ offset: text }), parameters.agents).get('offset'))
    expect(offset('9223372036854775807')).toBeLessThan(2 ** 63)
    expect(offset('9223372036854775808')).toBe(2 ** 63)
    expect(offset('٤٢')).toBe(42)
    expect(fault(`offset=${'1'.repeat(4300)}`)).toBe('none')
    expect(fault(`offset=${'1'.repeat(4301)}`)).toContain("' is not of type 'integer'.")
  })

  it('prints schema and instance as Python does', () => {
    const full = () => validateQuery(new URLSearchParams('limit=0'), parameters.agents)
    expect(full).toThrow(
      "0 is less than the minimum of 1. Failed validating 'minimum' in schema: {'type': 'integer', 'format': 'int32', 'default': 500, 'minimum': 1, 'maximum': 100000}. On instance: 0",
    )
  })
})
