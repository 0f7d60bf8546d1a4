import { describe, expect, it } from 'vitest'
import { Budget } from '#server/manager/budget.ts'
import { ManagerError } from '#server/manager/errors.ts'
import { readToken, type Token, TokenKeeper } from '#server/manager/token.ts'
import { HastyClock, ManualClock } from './manager-clock.ts'

describe('Budget', () => {
  it('grants no more than its share in any 60 seconds, in order of arrival', async () => {
    const clock = new ManualClock()
    const budget = new Budget({ clock, perMinute: 3 })
    const granted: number[] = []
    for (let i = 0; i < 8; i++) void budget.take().then(() => granted.push(i))
    await clock.advance(0)
    expect(granted).toEqual([0, 1, 2])
    await clock.advance(59_999)
    expect(granted).toEqual([0, 1, 2])
    await clock.advance(1)
    expect(granted).toEqual([0, 1, 2, 3, 4, 5])
    await clock.advance(60_000)
    expect(granted).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(budget.granted).toBe(8)
  })

  it('lets who gives up leave without losing a turn or the order', async () => {
    const clock = new ManualClock()
    const budget = new Budget({ clock, perMinute: 1 })
    await budget.take()
    const stop = new AbortController()
    const first = budget.take({ signal: stop.signal })
    const second = budget.take({ signal: AbortSignal.abort(new Error('too late')) })
    const third = budget.take()
    stop.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    await expect(second).rejects.toThrow('too late')
    expect(budget.granted).toBe(1)
    await clock.advance(60_000)
    await third
    expect(budget.granted).toBe(2)
  })

  it('refuses at once who would wait longer than it may', async () => {
    const budget = new Budget({ clock: new ManualClock(), perMinute: 1 })
    await budget.take({ maxWaitMs: 0 })
    const error = await budget.take({ maxWaitMs: 5000 }).catch((reason) => reason)
    expect(error).toBeInstanceOf(ManagerError)
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 })
  })

  it('makes everybody wait out the minute of the manager, and some more', async () => {
    const clock = new HastyClock()
    const budget = new Budget({ clock, perMinute: 10, random: () => 0.5 })
    expect(budget.pauseForMinute()).toBe(62_500)
    await Promise.all([budget.take(), budget.take()])
    expect(clock.sleeps).toEqual([62_500])
  })

  it('is not locked by a clock that is set back', async () => {
    const clock = new HastyClock()
    const budget = new Budget({ clock, perMinute: 1 })
    await budget.take()
    budget.pauseForMinute()
    clock.time -= 86_400_000
    expect(budget.waitMs()).toBe(0)
  })
})

describe('TokenKeeper', () => {
  function keeperOf(logIn: (count: number) => Promise<Token> | Token) {
    const clock = new HastyClock()
    const state = { logIns: 0 }
    const keeper = new TokenKeeper(clock, async () => logIn(++state.logIns))
    return { clock, state, keeper }
  }

  it('logs in once for twenty who ask, and again 60 s before the end', async () => {
    const { clock, state, keeper } = keeperOf((count) => ({ value: `t${count}`, lifetimeMs: 900_000 }))
    const all = await Promise.all(Array.from({ length: 20 }, () => keeper.get()))
    expect(new Set(all)).toEqual(new Set(['t1']))
    clock.time += 839_999
    expect(await keeper.get()).toBe('t1')
    clock.time += 1
    expect(await keeper.get()).toBe('t2')
    expect(state.logIns).toBe(2)
  })

  it('replaces a refused token once, a second later, whoever reports it', async () => {
    const { clock, state, keeper } = keeperOf((count) => ({ value: `t${count}`, lifetimeMs: 900_000 }))
    await keeper.get()
    keeper.reject('t1')
    keeper.reject('t1')
    expect(await Promise.all([keeper.get(), keeper.get()])).toEqual(['t2', 't2'])
    keeper.reject('t1')
    expect(await keeper.get()).toBe('t2')
    expect(state.logIns).toBe(2)
    expect(clock.sleeps).toEqual([1100])
  })

  it('keeps a short-lived token for half of its life', async () => {
    const { clock, keeper } = keeperOf((count) => ({ value: `t${count}`, lifetimeMs: 30_000 }))
    await keeper.get()
    clock.time += 14_999
    expect(await keeper.get()).toBe('t1')
    clock.time += 1
    expect(await keeper.get()).toBe('t2')
  })

  it('does not repeat wrong credentials for five minutes', async () => {
    const { clock, state, keeper } = keeperOf(() => {
      throw new ManagerError('wrong_credentials', 'refused')
    })
    await expect(keeper.get()).rejects.toMatchObject({ code: 'wrong_credentials' })
    clock.time += 100_000
    await expect(keeper.get()).rejects.toMatchObject({ code: 'wrong_credentials', retryAfterMs: 200_000 })
    expect(state.logIns).toBe(1)
    clock.time += 200_000
    await expect(keeper.get()).rejects.toMatchObject({ code: 'wrong_credentials' })
    expect(state.logIns).toBe(2)
  })

  it('waits longer after each log-in that the manager fails at', async () => {
    const { clock, keeper } = keeperOf(() => {
      throw new ManagerError('degraded', 'starting')
    })
    const waits: (number | null)[] = []
    for (let i = 0; i < 6; i++) {
      await expect(keeper.get()).rejects.toMatchObject({ code: 'degraded' })
      const error = await keeper.get().catch((reason: ManagerError) => reason)
      const wait = error instanceof ManagerError ? error.retryAfterMs : null
      waits.push(wait)
      clock.time += wait ?? 0
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })
})

describe('readToken', () => {
  const jwt = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`

  it('takes the lifetime, not the end, so that clocks may differ', () => {
    expect(readToken(jwt({ nbf: 1000, exp: 1900 }))?.lifetimeMs).toBe(900_000)
  })

  it.each([
    undefined,
    7,
    '',
    'a.b',
    'a.b.c',
    jwt(null),
    jwt({}),
    jwt({ nbf: 5, exp: 5 }),
    jwt({ nbf: 'x', exp: 9 }),
    `${jwt({ nbf: 0, exp: 9 })}\r\nx`,
  ])('refuses %s', (value) => {
    expect(readToken(value)).toBeNull()
  })
})
