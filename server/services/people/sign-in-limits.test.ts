import { describe, expect, it } from 'vitest'
import type { Clock } from '#server/clock.ts'
import { MAX_A_MINUTE, MAX_PER_ADDRESS_A_MINUTE, MAX_PER_USER, SignInLimits } from './sign-in-limits.ts'

const who = (username: string, address = '127.0.0.1') => ({ manager: 'demo', username, address })

function limitsAt(start = 1_000_000) {
  const clock: Clock & { at: number } = { at: start, now: () => clock.at, sleep: () => Promise.resolve() }
  return { clock, limits: new SignInLimits(clock) }
}

describe('sign-in limits', () => {
  it('lets no more than the limit of parallel attempts for one user reach the manager', () => {
    const { limits } = limitsAt()
    const places = Array.from({ length: 200 }, (_, i) => limits.reserve(who('wazuh', `10.0.0.${i}`)))
    expect(places.filter((place) => place.ok)).toHaveLength(MAX_PER_USER)
  })

  it('stays far below the manager’s 50 failures in total, whatever names and addresses are used', () => {
    const { clock, limits } = limitsAt()
    const places = Array.from({ length: 500 }, (_, i) => {
      clock.at += 500
      return limits.reserve(who(`user${i}`, `10.0.${i >> 8}.${i & 255}`))
    })
    expect(places.filter((place) => place.ok).length).toBeLessThanOrEqual(25)
  })

  it('says how long to wait, and lets in again after that time', () => {
    const { clock, limits } = limitsAt()
    for (let i = 0; i < MAX_PER_USER; i++) limits.reserve(who('wazuh'))
    clock.at += 100_000
    const refused = limits.reserve(who('wazuh'))
    expect(refused).toEqual({ ok: false, retryAfterSeconds: 200 })
    clock.at += 200_000
    expect(limits.reserve(who('wazuh')).ok).toBe(true)
  })

  it('counts one user name in any case as one', () => {
    const { limits } = limitsAt()
    for (let i = 0; i < MAX_PER_USER; i++) limits.reserve(who(i % 2 ? 'WAZUH' : 'wazuh'))
    expect(limits.reserve(who('Wazuh')).ok).toBe(false)
  })

  it('gives the place of a failure back after a success', () => {
    const { clock, limits } = limitsAt()
    for (let i = 0; i < 100; i++) {
      const place = limits.reserve(who('wazuh'))
      expect(place.ok).toBe(true)
      if (place.ok) place.release()
      clock.at += 10_000
    }
  })

  it('limits successes too, so that one account can’t use up what we may ask of the manager', () => {
    const { clock, limits } = limitsAt()
    const succeed = (address: string) => {
      const place = limits.reserve(who(`user of ${address}`, address))
      if (place.ok) place.release()
      return place
    }
    const sameAddress = Array.from({ length: 50 }, () => succeed('10.0.0.1'))
    expect(sameAddress.filter((place) => place.ok)).toHaveLength(MAX_PER_ADDRESS_A_MINUTE)
    const others = Array.from({ length: 50 }, (_, i) => succeed(`10.0.1.${i}`))
    expect(others.filter((place) => place.ok)).toHaveLength(MAX_A_MINUTE - MAX_PER_ADDRESS_A_MINUTE)
    clock.at += 45_000
    expect(succeed('10.0.0.1')).toEqual({ ok: false, retryAfterSeconds: 15 })
    clock.at += 15_000
    expect(succeed('10.0.0.1').ok).toBe(true)
  })
})
