import { describe, expect, it } from 'vitest'
import { ackMissing, bufferFill, connectionAgrees, eventsLost, growth, keepAliveFit } from './live-compare.ts'

const ASKED = '2026-11-21T09:42:20Z'

describe('the connection', () => {
  it.each([
    ['connected', 'active', true],
    ['pending', 'pending', true],
    ['disconnected', 'disconnected', true],
    ['pending', 'active', false],
    ['disconnected', 'active', false],
    ['connected', 'disconnected', false],
    ['unknown', 'active', null],
    ['connected', 'unknown', null],
  ] as const)('that the agent calls %s and the manager %s: %s', (state, status, expected) => {
    expect(connectionAgrees(state, status)).toBe(expected)
  })
})

describe('the last keep-alive', () => {
  it.each([
    ['2026-11-21T09:42:13', 0, 0, true],
    ['2026-11-21T09:42:20', 0, 0, true],
    ['2026-11-21T09:42:00', 0, 0, true],
    ['2026-11-21T10:42:13', 3600, 0, true],
    ['2026-11-21T15:12:02', 19_800, 0, true],
    ['2026-11-21T01:42:10', -28_800, 0, true],
    ['2026-11-21T09:42:22', 0, 2, true],
    ['2026-11-21T09:43:20', 0, 60, false],
    ['2026-11-21T10:39:00', 3600, -180, false],
  ])('at %s by the agent: zone %i s, clock %i s off', (local, zoneSeconds, offSeconds, agrees) => {
    expect(keepAliveFit(local, ASKED, 20)).toEqual({ zoneSeconds, offSeconds, agrees })
  })

  it('that lies farther away than any zone is told as a clock that is wrong', () => {
    expect(keepAliveFit('2020-01-01T00:00:00', ASKED, 20)).toMatchObject({ zoneSeconds: 0, agrees: false })
  })

  it('that is no time is not placed', () => {
    expect(keepAliveFit('soon', ASKED, 20)).toBeNull()
  })

  it('without an acknowledgement for longer than an agent waits shows traffic that goes one way', () => {
    expect(ackMissing('2026-11-21T09:42:13', '2026-11-21T09:42:14')).toBeNull()
    expect(ackMissing('2026-11-21T09:42:13', '2026-11-21T09:41:20')).toBeNull()
    expect(ackMissing('2026-11-21T09:42:13', '2026-11-21T09:32:13')).toBe(600)
    expect(ackMissing('2026-11-21T09:42:13', null)).toBeNull()
  })
})

describe('messages', () => {
  it('are lost when they were neither sent nor wait', () => {
    expect(eventsLost({ msgCount: 1280, msgSent: 1411, msgBuffer: 0 })).toBe(0)
    expect(eventsLost({ msgCount: 9000, msgSent: 3000, msgBuffer: 5000 })).toBe(1000)
    expect(eventsLost({ msgCount: 9000, msgSent: 3000, msgBuffer: null })).toBe(6000)
  })

  it('that grow alike on both sides agree, apart from those on their way', () => {
    const before = { askedAt: '2026-11-21T09:42:00Z', sent: 1000, received: 4000 }
    const grown = (sent: number, received: number) => growth({ askedAt: ASKED, sent, received }, before)
    expect(grown(1100, 4100)).toEqual({ sent: 100, received: 100, seconds: 20, agrees: true })
    expect(grown(1120, 4100)?.agrees).toBe(true)
    expect(grown(1121, 4100)?.agrees).toBe(false)
    expect(grown(11_000, 13_000)?.agrees).toBe(true)
    expect(grown(11_000, 12_999)?.agrees).toBe(false)
  })

  it('are not compared over a restart of either side, nor without a time between', () => {
    const before = { askedAt: '2026-11-21T09:42:00Z', sent: 1000, received: 4000 }
    expect(growth({ askedAt: ASKED, sent: 5, received: 4100 }, before)).toBeNull()
    expect(growth({ askedAt: ASKED, sent: 1100, received: 5 }, before)).toBeNull()
    expect(growth({ ...before, sent: 1001 }, before)).toBeNull()
  })
})

describe('the buffer', () => {
  it('is measured by its own size, or by the default', () => {
    expect(bufferFill(2500, null)).toEqual({ share: 0.5, size: 5000, assumed: true, warns: false })
    expect(bufferFill(4500, 5000)).toEqual({ share: 0.9, size: 5000, assumed: false, warns: true })
    expect(bufferFill(900, 500)).toMatchObject({ share: 1, warns: true })
  })
})
