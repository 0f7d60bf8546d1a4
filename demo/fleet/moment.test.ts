import { describe, expect, it } from 'vitest'
import type { Life } from './life.ts'
import { ACTIVE, DISCONNECTED, type Moment, NEVER, PENDING, standAt } from './moment.ts'
import { DISCONNECTION_SECONDS, makeRhythm } from './rhythm.ts'

const bornAt = 1_795_000_000
const rhythm = makeRhythm(7, bornAt)
const pulse = { keepAliveSeconds: 20, salt: 3, enrolledAt: bornAt - 86_400 * 30 }

function at(life: Life, seconds: number): Moment {
  const out: Moment = { status: 0, code: 0, lastKeepAlive: 0, disconnectedAt: 0, reported: true, connectedAt: 0 }
  standAt(out, life, pulse, rhythm, seconds)
  return out
}

describe('the status machine', () => {
  it('keeps the keep-alive of an active agent younger than its interval', () => {
    for (let second = bornAt; second < bornAt + 50; second++) {
      const moment = at({ kind: 'steady' }, second)
      expect(moment.status).toBe(ACTIVE)
      expect(second - moment.lastKeepAlive).toBeGreaterThanOrEqual(0)
      expect(second - moment.lastKeepAlive).toBeLessThan(20)
    }
  })

  it('declares a silent agent disconnected 15 to 30 minutes late, at a round of the manager', () => {
    const life: Life = { kind: 'gone', mode: 'silence', since: bornAt + 100 }
    const last = at(life, bornAt + 100).lastKeepAlive
    let second = bornAt + 100
    while (at(life, second).status === ACTIVE) {
      expect(at(life, second).lastKeepAlive).toBe(last)
      second += 1
    }
    const gone = at(life, second)
    expect(gone).toMatchObject({ status: DISCONNECTED, code: 4, lastKeepAlive: last, disconnectedAt: second })
    expect(second - last).toBeGreaterThan(DISCONNECTION_SECONDS)
    expect(second - last).toBeLessThanOrEqual(2 * DISCONNECTION_SECONDS + 1)
  })

  it('goes from stop over pending to active, with code 3 meanwhile', () => {
    const life: Life = { kind: 'returning', mode: 'stop', phaseAt: bornAt, periodSeconds: 7200, awaySeconds: 8 }
    expect(at(life, bornAt - 1)).toMatchObject({ status: ACTIVE, code: 0, disconnectedAt: 0 })
    expect(at(life, bornAt + 7)).toMatchObject({ status: DISCONNECTED, code: 3, disconnectedAt: bornAt })
    expect(at(life, bornAt + 8)).toMatchObject({ status: PENDING, lastKeepAlive: bornAt + 8, reported: true })
    expect(at(life, bornAt + 28)).toMatchObject({ status: ACTIVE, lastKeepAlive: bornAt + 28 })
  })

  it('enrols: never connected, then pending without a version, then active', () => {
    const life: Life = { kind: 'awaited', until: bornAt + 60, tooNew: false }
    const fresh = { ...pulse, enrolledAt: bornAt }
    const out = at(life, 0)
    standAt(out, life, fresh, rhythm, bornAt + 59)
    expect(out).toMatchObject({ status: NEVER, code: 0, reported: false })
    expect(out.lastKeepAlive).toBeNaN()
    standAt(out, life, fresh, rhythm, bornAt + 60)
    expect(out).toMatchObject({ status: PENDING, reported: false })
    standAt(out, life, fresh, rhythm, bornAt + 80)
    expect(out).toMatchObject({ status: ACTIVE, reported: true })
  })

  it('resets everybody with code 5 when the manager restarts, and takes them back within a minute', () => {
    const restart = rhythm.restartBefore(bornAt) + 9 * 86_400
    expect(rhythm.restartBefore(restart)).toBe(restart)
    expect(at({ kind: 'steady' }, restart + 4)).toMatchObject({ status: DISCONNECTED, code: 5, disconnectedAt: restart })
    expect(at({ kind: 'steady' }, restart + 80)).toMatchObject({ status: ACTIVE, code: 0, disconnectedAt: 0 })
  })

  it('leaves clean stops alone when the manager restarts', () => {
    const restart = rhythm.restartBefore(bornAt) + 9 * 86_400
    const life: Life = { kind: 'gone', mode: 'stop', since: restart - 500 }
    expect(at(life, restart + 10)).toMatchObject({ code: 3, disconnectedAt: restart - 500 })
  })
})
