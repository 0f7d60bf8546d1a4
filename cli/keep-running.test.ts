import { describe, expect, it } from 'vitest'
import { keepRunning, type Part } from './keep-running.ts'

/** A clock whose time moves only by what is slept for, and parts that a test ends by hand. */
function rig(isFinal?: (code: unknown) => boolean) {
  const stopping = new AbortController()
  const said: string[] = []
  const slept: number[] = []
  let now = 0
  const parts: { end: (code: unknown) => void; calls: string[] }[] = []
  const waiting: (() => void)[] = []
  const running = keepRunning('part', {
    signal: stopping.signal,
    graceMs: 5_000,
    clock: {
      now: () => now,
      async sleep(ms) {
        slept.push(ms)
        now += ms
      },
    },
    start(): Part {
      const calls: string[] = []
      const ended = new Promise((resolve) => parts.push({ end: resolve, calls }))
      waiting.shift()?.()
      return { ended, stop: () => calls.push('stop'), kill: () => calls.push('kill') }
    },
    say: (line) => said.push(line),
    ...(isFinal && { isFinal }),
  })
  return {
    running,
    said,
    slept,
    stopping,
    last: () => parts.at(-1),
    count: () => parts.length,
    /** Ends the running part after `ms` and waits for the next one. */
    async crash(ms: number, code: unknown = 1) {
      now += ms
      const next = new Promise<void>((resolve) => waiting.push(resolve))
      parts.at(-1)?.end(code)
      await next
    },
  }
}

describe('keepRunning', () => {
  it('starts a part again after 1, 2, 4 … seconds, at most 30', async () => {
    const { crash, slept, said } = rig()
    for (let n = 0; n < 8; n++) await crash(10)
    expect(slept).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map((s) => s * 1000))
    expect(said[2]).toBe('part ended with code 1, starting it again in 4 s')
  })

  it('is quick again after a part ran for a minute', async () => {
    const { crash, slept } = rig()
    for (let n = 0; n < 4; n++) await crash(10)
    await crash(60_000)
    await crash(10)
    expect(slept.slice(-2)).toEqual([1000, 2000])
  })

  it('gives up when trying again is of no use, and says with which code', async () => {
    const { running, last, count, said } = rig((code) => code === 78)
    last()?.end(78)
    expect(await running.failed).toBe(78)
    await running.done
    expect(count()).toBe(1)
    expect(said).toEqual([])
  })

  it('asks a part to end, and starts no other', async () => {
    const { running, stopping, last, count, said } = rig()
    stopping.abort()
    expect(last()?.calls[0]).toBe('stop')
    last()?.end(0)
    await running.done
    expect(count()).toBe(1)
    expect(said).toEqual([])
  })

  it('ends a part that does not hear', async () => {
    const { running, stopping, last, slept } = rig()
    stopping.abort()
    await expect.poll(() => last()?.calls).toEqual(['stop', 'kill'])
    expect(slept).toEqual([5_000])
    last()?.end('SIGKILL')
    await running.done
  })
})
