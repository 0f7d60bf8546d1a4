import { describe, expect, it } from 'vitest'
import { ManagerError } from '#server/manager/errors.ts'
import { Backoff, type Failure, failureOf } from './failure.ts'

const unreachable: Failure = { state: 'unreachable', problem: 'no', retryAfterMs: null }

describe('Backoff', () => {
  it.each([1, 3])('tries a dead manager at most six times a minute when a try costs %i requests', (requests) => {
    for (const draw of [0, 0.5, 0.999]) {
      const backoff = new Backoff(() => draw)
      const at: number[] = []
      let now = 0
      for (let i = 0; i < 100; i++) {
        for (let n = 0; n < requests; n++) at.push(now)
        now += backoff.failed(unreachable, now, requests)
      }
      for (const time of at) expect(at.filter((other) => other >= time && other < time + 60_000).length).toBeLessThanOrEqual(6)
    }
  })

  it('waits longer each time, a minute at most, and starts anew after a success', () => {
    const backoff = new Backoff(() => 1)
    const waits = Array.from({ length: 9 }, (_, i) => backoff.failed(unreachable, i * 3_600_000, 1))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
    backoff.succeeded()
    expect(backoff.failed(unreachable, 1e9, 1)).toBe(1_000)
  })

  it('waits as long as the manager says, and does not hammer one that refuses us', () => {
    const backoff = new Backoff(() => 0)
    expect(backoff.failed({ state: 'refused', problem: '', retryAfterMs: 290_000 }, 0, 1)).toBe(290_000)
    expect(backoff.failed({ state: 'refused', problem: '', retryAfterMs: null }, 1e6, 1)).toBe(60_000)
  })
})

describe('failureOf', () => {
  it('says of which side a failure is', () => {
    expect(failureOf(new ManagerError('blocked', 'Blocked.', { retryAfterMs: 5 }))).toEqual({
      state: 'refused',
      problem: 'Blocked.',
      retryAfterMs: 5,
    })
    const readOnly = Object.assign(new Error('attempt to write a readonly database'), { rawCode: 1544 })
    expect(failureOf(readOnly)).toEqual({ state: null, problem: 'The store is read-only.', retryAfterMs: null })
  })
})
