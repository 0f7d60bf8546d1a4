import { describe, expect, it } from 'vitest'
import type { SyncReport } from '#lib/contract/sync.ts'
import { isOld, managerFreshness, worstFreshness } from './freshness.ts'

type Manager = SyncReport['managers'][number]

const manager = (change: Partial<Manager>): Manager => ({
  id: 'demo',
  name: 'demo',
  state: 'ok',
  lastSyncAt: '2026-11-21T09:41:12.000Z',
  ageSeconds: 4,
  total: 2000,
  problem: null,
  nextTryAt: null,
  progress: null,
  card: null,
  account: null,
  discrepancy: null,
  passes: [],
  ...change,
})
const NOW = Date.parse('2026-11-21T09:41:16.000Z')
const at = (elapsedSeconds: number, failing = false) => ({ intervalSeconds: 30, elapsedSeconds, failing, now: NOW })

describe('managerFreshness', () => {
  it('counts on between two reports', () => {
    expect(managerFreshness(manager({}), at(3))).toEqual({ kind: 'live', seconds: 7 })
  })
  it('turns stale when passes stay away although nothing is reported wrong', () => {
    const late = managerFreshness(manager({ ageSeconds: 400 }), at(0))
    expect(late).toMatchObject({ kind: 'stale', reason: 'ok', seconds: 400 })
  })
  it('is live until half a minute after the next pass was due, however long that takes', () => {
    const large = manager({ ageSeconds: 400, nextTryAt: '2026-11-21T09:48:12.000Z' })
    expect(managerFreshness(large, at(50))).toEqual({ kind: 'live', seconds: 450 })
    expect(managerFreshness(large, at(51))).toEqual({ kind: 'stale', reason: 'ok', seconds: 451, retryInSeconds: null })
    const small = manager({ ageSeconds: 31, nextTryAt: '2026-11-21T09:41:13.000Z' })
    expect(managerFreshness(small, at(0)).kind).toBe('live')
    expect(managerFreshness(small, at(1)).kind).toBe('stale')
  })
  it('says of a manager that was never read when the next try is, but in what the server draws', () => {
    const refused = manager({ state: 'refused', lastSyncAt: null, ageSeconds: null, nextTryAt: '2026-11-21T09:41:30.000Z' })
    expect(managerFreshness(refused, at(0))).toMatchObject({ kind: 'stale', retryInSeconds: 14 })
    expect(managerFreshness(refused, { ...at(0), now: 0 })).toMatchObject({ kind: 'stale', retryInSeconds: null })
  })
  it('says when the next try is, by the clock of the server', () => {
    const gone = manager({ state: 'unreachable', ageSeconds: 360, nextTryAt: '2026-11-21T09:47:42.000Z' })
    expect(managerFreshness(gone, at(5))).toEqual({ kind: 'stale', reason: 'unreachable', seconds: 365, retryInSeconds: 25 })
  })
  it('is never live while the manager is unreachable, however young the data is', () => {
    expect(isOld(managerFreshness(manager({ state: 'unreachable' }), at(0)))).toBe(true)
  })
  it('shows how far the first pass is', () => {
    const first = manager({ state: 'first_pass', ageSeconds: null, lastSyncAt: null, progress: { rows: 500, total: 2000 } })
    expect(managerFreshness(first, at(0))).toEqual({ kind: 'first_pass', progress: { rows: 500, total: 2000 } })
    expect(managerFreshness({ ...first, progress: null, total: 14 }, at(0))).toEqual({ kind: 'first_pass', progress: null })
  })
  it('is starting before the first pass', () => {
    expect(managerFreshness(manager({ state: 'starting', ageSeconds: null, lastSyncAt: null }), at(0))).toEqual({
      kind: 'starting',
    })
  })
  it('blames the dashboard when it has stopped answering', () => {
    expect(managerFreshness(manager({}), at(20, true))).toEqual({ kind: 'offline', seconds: 24 })
    expect(managerFreshness(manager({}), at(5, true)).kind).toBe('live')
  })
})

describe('worstFreshness', () => {
  it('prefers the worst, then the oldest', () => {
    const live = { kind: 'live', seconds: 4 } as const
    const stale = { kind: 'stale', seconds: 90, reason: 'ok', retryInSeconds: null } as const
    expect(worstFreshness([live, stale, { ...stale, seconds: 400 }])).toMatchObject({ seconds: 400 })
    expect(worstFreshness([])).toEqual({ kind: 'unknown' })
  })
})
