import { expect, it } from 'vitest'
import { ANNOTATION_LIMITS } from '#lib/contract/annotations.ts'
import { withTyped } from './with-typed.ts'

it('adds what is written between commas, once, and nothing that is there already', () => {
  expect(withTyped(['tier-1'], ' patch: Sunday ,, TIER-1, new,new')).toEqual(['tier-1', 'patch: Sunday', 'new'])
  expect(withTyped([], ' ')).toEqual([])
})

it('stops at as many as there may be', () => {
  const many = Array.from({ length: ANNOTATION_LIMITS.tags + 3 }, (_, i) => `t${i}`)
  expect(withTyped([], many.join(','))).toHaveLength(ANNOTATION_LIMITS.tags)
})
