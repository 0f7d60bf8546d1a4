import { expect, it } from 'vitest'
import { isDeeperThan } from './json-depth.ts'

it.each([
  ['7', 0, false],
  ['{}', 0, true],
  ['{"a":[1,{"b":[]}]}', 4, false],
  ['{"a":[1,{"b":[]}]}', 3, true],
  ['[[],[],[],[]]', 2, false],
  ['"[[[[[["', 0, false],
  ['["\\"[[[\\\\"]', 1, false],
  ['[[[[', 3, true],
])('%s deeper than %i: %s', (json, levels, deeper) => {
  expect(isDeeperThan(json, levels)).toBe(deeper)
})

it('looks at each character of a hostile text once', () => {
  expect(isDeeperThan('['.repeat(1_000_000), 64)).toBe(true)
  expect(isDeeperThan(`["${'['.repeat(1_000_000)}"]`, 64)).toBe(false)
})
