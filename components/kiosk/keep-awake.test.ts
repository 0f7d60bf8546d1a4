import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepAwake } from './keep-awake.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A browser's page that can be hidden, and its screen, which stays on while `held` holds anything. */
function browser({ secure = true, refuses = false } = {}) {
  const held = new Set<object>()
  const state = { visible: true, refuses, asked: 0 }
  const target = new EventTarget()
  const sentinel = () => {
    const lock = Object.assign(new EventTarget(), {
      released: false,
      type: 'screen' as const,
      onrelease: null,
      release: async () => {
        lock.released = true
        held.delete(lock)
      },
    })
    held.add(lock)
    return lock
  }
  const request = async () => {
    state.asked++
    if (state.refuses) throw new DOMException('low on power', 'NotAllowedError')
    return sentinel()
  }
  const document = {
    get visibilityState() {
      return state.visible ? ('visible' as const) : ('hidden' as const)
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  }
  const stop = keepAwake({ document, wakeLock: secure ? { request } : undefined })
  return {
    ...{ held, state, stop },
    /** As browsers do: whatever is held is let go when the page is hidden. */
    async show(visible: boolean) {
      state.visible = visible
      if (!visible) for (const lock of [...held]) if ('release' in lock && typeof lock.release === 'function') lock.release()
      target.dispatchEvent(new Event('visibilitychange'))
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

it('keeps the screen on, asking once while it is held', async () => {
  const { held, state } = browser()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect([held.size, state.asked]).toEqual([1, 1])
})

it('asks again when the page is looked at again, and not while it is hidden', async () => {
  const { held, state, show } = browser()
  await vi.advanceTimersByTimeAsync(0)
  await show(false)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect([held.size, state.asked]).toEqual([0, 1])
  await show(true)
  expect([held.size, state.asked]).toEqual([1, 2])
})

it('asks every minute where it was refused, and takes what it gets', async () => {
  const { held, state } = browser({ refuses: true })
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect([held.size, state.asked]).toEqual([0, 4])
  state.refuses = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(held.size).toBe(1)
})

it('lets go when the page is left, also of what it gets later', async () => {
  const one = browser()
  await vi.advanceTimersByTimeAsync(0)
  one.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(one.held.size).toBe(0)
  const other = browser()
  other.stop()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(other.held.size).toBe(0)
})

it('asks for nothing without HTTPS, where browsers have no such lock', async () => {
  const { state, show } = browser({ secure: false })
  await show(false)
  await show(true)
  expect(state.asked).toBe(0)
})
