import { describe, expect, it } from 'vitest'
import { tidyJson } from './python-value.ts'
import { castInteger, compareNocase, compareValues, epochOf, likeTest, numericAffinity } from './sqlite.ts'

describe('the rules of the database', () => {
  it('matches LIKE with wildcards and without ASCII case', () => {
    expect(likeTest('%AMS%')('ws-ams-1')).toBe(true)
    expect(likeTest('a_c')('aXc')).toBe(true)
    expect(likeTest('a_c')('ac')).toBe(false)
    expect(likeTest('a%c')('a.*c')).toBe(true)
    expect(likeTest('a.c')('abc')).toBe(false)
    expect(likeTest('É')('é')).toBe(false)
    expect(likeTest('%')(null)).toBe(false)
    expect(likeTest('1%')(12)).toBe(true)
  })

  it('folds only ASCII when it compares', () => {
    expect(compareNocase('ABC', 'abc')).toBe(0)
    expect(compareNocase('É', 'é')).not.toBe(0)
  })

  it('sorts nothing before numbers before texts', () => {
    expect([10, 'a', null, 9, 'B'].sort(compareValues)).toEqual([null, 9, 10, 'B', 'a'])
  })

  it('turns a literal into a number only when all of it is one', () => {
    expect(numericAffinity('001')).toBe(1)
    expect(numericAffinity(' 1.5e1 ')).toBe(15)
    expect(numericAffinity('0x10')).toBe('0x10')
    expect(numericAffinity('1a')).toBe('1a')
  })

  it('casts the leading digits', () => {
    expect(castInteger('22.04')).toBe(22)
    expect(castInteger('x')).toBe(0)
    expect(castInteger(null)).toBeNull()
  })

  it.each([
    ['1970-01-02', 86_400],
    ['2026-11-21 10:04:58', 1_795_255_498],
    ['2026-11-21T10:04:58Z', 1_795_255_498],
    ['2026-11-21T10:04:58+01:00', 1_795_251_898],
    ['2026-02-30', 1_772_409_600],
    ['2026-13-01', null],
    ['2026-11-21 10', null],
    ['2026-11-20x', null],
  ])('reads the time %j as %j', (text, seconds) => {
    expect(epochOf(text)).toBe(seconds)
  })

  it.each([
    ['1e3', '1000.0'],
    ['1e16', '1e+16'],
    ['0.00001', '1e-05'],
    ['1e400', 'Infinity'],
    ['-0', '0'],
    ['001', '001'],
    ['[1, 2]', '[1,2]'],
    ['"a"', '"a"'],
    ['agent-1', 'agent-1'],
    ['true', 'true'],
  ])('tidies the value %j to %j', (text, tidied) => {
    expect(tidyJson(text)).toBe(tidied)
  })
})
