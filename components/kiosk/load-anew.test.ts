import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadAnew } from './load-anew.ts'

const MINUTE = 60_000
/** 17 seconds into a minute. */
const START = Date.UTC(2026, 10, 21, 8, 0, 17)
beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A browser in which `reloads` is when pages were loaded anew. */
function browser({ served = true, reloadedAt = 0 } = {}) {
  const reloads: number[] = []
  const state = { served, at: reloadedAt }
  const stop = loadAnew({
    isServed: async () => state.served,
    reload: () => reloads.push(Date.now()),
    last: { get: () => state.at, set: (at) => Object.assign(state, { at }) },
  })
  return { reloads, state, stop }
}

it('loads a wall anew at the top of the minute, and not before', async () => {
  const { reloads } = browser()
  await vi.advanceTimersByTimeAsync(43_000 - 1)
  expect(reloads).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(reloads).toEqual([Date.UTC(2026, 10, 21, 8, 1)])
})

it('never leaves a page for a dashboard that does not answer, and goes when it does', async () => {
  const { reloads, state } = browser({ served: false })
  await vi.advanceTimersByTimeAsync(5 * MINUTE)
  expect(reloads).toEqual([])
  state.served = true
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(reloads).toHaveLength(1)
})

it('does so once in ten minutes at most, and again after them', async () => {
  const { reloads } = browser({ reloadedAt: START - 2 * MINUTE })
  await vi.advanceTimersByTimeAsync(7 * MINUTE)
  expect(reloads).toEqual([])
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(reloads).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(9 * MINUTE)
  expect(reloads).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(reloads).toHaveLength(2)
})

it('stays when the build is the one before again', async () => {
  const { reloads, stop } = browser()
  stop()
  await vi.advanceTimersByTimeAsync(20 * MINUTE)
  expect(reloads).toEqual([])
})
