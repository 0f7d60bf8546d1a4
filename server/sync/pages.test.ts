import { expect, it } from 'vitest'
import { PageSize } from './pages.ts'

/** Sizes asked for, one after the other, by a manager that takes so long for each. */
function sizes(times: readonly number[], size = new PageSize()): number[] {
  return times.map((ms) => {
    size.took(ms)
    return size.current
  })
}

it('pages grow fourfold while a manager answers at once, so that a first pass over 100,000 agents fits into a minute’s requests', () => {
  expect(sizes([100, 100, 100])).toEqual([2000, 5000, 5000])
})

it('they are doubled for one that takes its time, and stay as they are for one that is near its limit', () => {
  expect(sizes([2000, 2000, 3000, 9000])).toEqual([1000, 2000, 2000, 2000])
})

it('after a page that was too slow, twice its size is tried only after several quick ones', () => {
  const size = new PageSize()
  size.took(100)
  expect(size.tooSlow()).toBe(true)
  expect(sizes([100, 100, 100, 100, 100], size)).toEqual([1000, 1000, 1000, 1000, 2000])
})
