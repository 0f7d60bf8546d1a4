import { describe, expect, it } from 'vitest'
import { FleetState } from './fleet-state.ts'
import { choosePass, nextPassAt, type Planned } from './schedule.ts'

const INTERVAL = 30_000
const T = 1_000_000_000

function fleetOf(ok: number, notOk: number): FleetState {
  const fleet = new FleetState()
  for (let id = 1; id <= ok + notOk; id++) {
    fleet.set(id, { key: id, status: id <= ok ? 'active' : 'disconnected', sync: 'synced', lastKeepAlive: 0, hash: 1, passId: 1 })
  }
  return fleet
}
const sync = (tookMs: number, requests = 6, [ok, notOk]: [number, number] = [90, 10], wantsFull = false) => ({
  lastFull: { startedAt: T, tookMs, requests },
  lastSmall: null as Planned['lastSmall'],
  lastCompleteId: 1,
  wantsFull,
  fleet: () => fleetOf(ok, notOk),
})

describe('choosePass', () => {
  it('begins with a full pass, and repeats it until one was complete', () => {
    expect(choosePass({ ...sync(0), lastFull: null, lastCompleteId: null }, T, INTERVAL)).toBe('full')
    expect(choosePass({ ...sync(0), lastCompleteId: null }, T + INTERVAL, INTERVAL)).toBe('full')
  })

  it('leaves four fifths of the time without one, and runs no small one, while none was complete', () => {
    const failing = { ...sync(60_000), lastCompleteId: null }
    expect(choosePass(failing, T + 299_000, INTERVAL)).toBeNull()
    expect(choosePass(failing, T + 300_000, INTERVAL)).toBe('full')
  })

  it('runs a full pass every interval where one is quick, whatever the jitter', () => {
    expect(choosePass(sync(500), T + INTERVAL * 0.9, INTERVAL)).toBe('full')
  })

  it('leaves four fifths of the time without one where it is slow', () => {
    expect(choosePass(sync(60_000), T + 299_000, INTERVAL)).toBe('small')
    expect(choosePass(sync(60_000), T + 300_000, INTERVAL)).toBe('full')
  })

  it('leaves a third of the requests to the small ones', () => {
    expect(choosePass(sync(3_000, 25), T + 60_000, INTERVAL)).toBe('small')
    expect(choosePass(sync(3_000, 25), T + 75_000, INTERVAL)).toBe('full')
  })

  it('runs no small pass when its set is over a fifth of the fleet, or could not tell', () => {
    expect(choosePass(sync(60_000, 6, [80, 20]), T + 90_000, INTERVAL)).toBe('small')
    expect(choosePass(sync(60_000, 6, [79, 21]), T + 90_000, INTERVAL)).toBeNull()
    expect(choosePass(sync(60_000, 6, [90, 10], true), T + 90_000, INTERVAL)).toBeNull()
  })

  it('runs small ones as often as the full ones leave requests for them', () => {
    const small = (requests: number) => ({ ...sync(500), lastSmall: { startedAt: T + 5_000, requests } })
    // Four full ones of six requests may fall into one minute of 30, so small ones have six.
    expect(choosePass(small(2), T + 17_000, 5_000)).toBeNull()
    expect(choosePass({ ...small(2), lastFull: { startedAt: T + 18_000, tookMs: 500, requests: 6 } }, T + 25_000, 5_000)).toBe(
      'small',
    )
    const slow = (requests: number) => ({ ...sync(60_000, 26), lastSmall: { startedAt: T + 100_000, requests } })
    expect(choosePass(slow(3), T + 127_000, INTERVAL)).toBe('small')
    expect(choosePass(slow(13), T + 127_000, INTERVAL)).toBeNull()
    expect(choosePass(slow(13), T + 160_000, INTERVAL)).toBe('small')
  })

  it('does not wait for years after the clock was set back', () => {
    expect(choosePass(sync(60_000), T - 365 * 86_400_000, INTERVAL)).toBe('full')
  })
})

describe('nextPassAt', () => {
  it('is when requests are left for a small pass, or a full one is due', () => {
    const small = { ...sync(500), lastSmall: { startedAt: T + 10_000, requests: 2 } }
    expect(nextPassAt(small, T + 15_000, 5_000)).toBe(T + 18_000)
    expect(nextPassAt({ ...small, lastFull: { startedAt: T + 13_000, tookMs: 500, requests: 6 } }, T + 20_000, 5_000)).toBe(
      T + 30_000,
    )
  })

  it('is the next turn while a small pass can be run, and the next full one otherwise', () => {
    expect(nextPassAt(sync(60_000), T + 90_000, INTERVAL)).toBe(T + 90_000)
    expect(nextPassAt(sync(60_000, 6, [79, 21]), T + 90_000, INTERVAL)).toBe(T + 300_000)
    expect(nextPassAt(sync(60_000, 6, [90, 10], true), T + 310_000, INTERVAL)).toBe(T + 310_000)
  })
})
