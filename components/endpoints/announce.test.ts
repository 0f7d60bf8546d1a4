import { expect, it } from 'vitest'
import { sayIn } from './announce.ts'

const at = (news: string, ms: number, topic = '') => ({ topic, news, at: ms })

it('says another filter at once, and changes under the same one at most every half minute', () => {
  const before = at('9 of 10', 1000)
  expect(sayIn(before, at('3 of 3', 1001, 'status=active'))).toBe(0)
  expect(sayIn(before, at('8 of 10', 1000))).toBe(30_000)
  expect(sayIn(before, at('8 of 10', 21_000))).toBe(10_000)
  expect(sayIn(before, at('8 of 10', 90_000))).toBe(0)
})

it('says nothing of the first answer, of none, and of one that is as it was', () => {
  expect(sayIn(null, at('9 of 10', 1000))).toBeNull()
  expect(sayIn(at('9 of 10', 1000), at('', 90_000, 'status=active'))).toBeNull()
  expect(sayIn(at('9 of 10', 1000), at('9 of 10', 90_000))).toBeNull()
})
