import { expect, it } from 'vitest'
import { queryParams } from './query-params.ts'

const read = (search: string) => queryParams(new URL(`http://x/${search}`), ['q', 'sort'])

it('takes the known parameters', () => {
  expect(read('?q=status%3Dactive&sort=-name')).toEqual({ q: 'status=active', sort: '-name' })
})

it('refuses a parameter it does not know rather than widening the answer', () => {
  expect(() => read('?query=x')).toThrow(/no parameter “query”/)
  expect(() => read('?__proto__=x')).toThrow(/no parameter/)
})

it('refuses a parameter given twice', () => {
  expect(() => read('?q=a&q=b')).toThrow(/twice/)
})
