import { QUIET_MS, type Row, type Sight } from './simulated-life.ts'
import type { Verdict, Watch } from './state-at.ts'

export type Looked = Extract<Sight, { row: Row | null }> & { row: Row }

/** For tests: the state at a moment from everything that every pass read, instead of from what the collector kept. */
export function replay(sights: readonly Sight[], dateAdd: number, at: number) {
  const own = sights.filter((sight): sight is Looked => sight.row?.dateAdd === dateAdd)
  const [first, last] = [own[0], own[own.length - 1]]
  if (!first || !last) throw new Error('it was never seen')
  if (at < dateAdd) return { kind: 'not_enrolled' as const }
  if (at < (sights[0]?.at ?? 0)) return { kind: 'before_history' as const }
  if (at < first.at)
    return { kind: at <= (sights[sights.indexOf(first) - 1]?.at ?? 0) ? ('not_enrolled' as const) : ('not_seen_yet' as const) }
  const end = sights[sights.indexOf(last) + 1]
  if (end && at >= end.at) return { kind: 'removed' as const }
  if (end && at > last.at) return { kind: 'removing' as const }
  const before = own.findLast((sight) => sight.at <= at) ?? first
  const after = own.find((sight) => sight.at > at) ?? null
  const said = (field: 'status' | 'sync') => {
    const [a, b] = [before.row[field], after?.row[field]]
    if (b === undefined || a === b || at === before.at) return [a]
    const exact = field === 'status' && after ? after.row.disconnectedAt : null
    if (exact !== null && exact >= before.at) return [at < exact ? a : b]
    return [a, b]
  }
  const status = said('status')
  const rest = own.filter((sight) => sight.at > at)
  return { kind: 'known' as const, status, sync: said('sync'), before, verdict: verdictOf(status, rest, last, at) }
}

function verdictOf(status: readonly string[], rest: readonly Looked[], last: Looked, at: number): Verdict {
  const [value = '', other] = status
  if (other !== undefined) {
    const heard = rest[0]?.row.lastKeepAlive ?? null
    return other === 'disconnected' && heard !== null && heard < at ? 'silent' : 'unsure'
  }
  if (value === 'disconnected' || value === 'never_connected') return value
  const calm: Verdict = value === 'active' ? 'connected' : 'pending'
  const turn = rest.find(({ row }) => row.status !== value)
  const heard = (turn ?? last).row.lastKeepAlive
  if (heard === null || heard >= at) return calm
  if (turn) return turn.row.status === 'disconnected' ? 'silent' : calm
  if (last.at < at) return 'later'
  return last.at - heard > QUIET_MS ? 'silent' : calm
}

/** For tests: the passes around a moment. */
export function watchAt(sights: readonly Sight[], at: number): Watch {
  const before = sights.findLast((sight) => sight.at <= at)?.at ?? null
  const after = sights.find((sight) => sight.at > at)?.at ?? null
  return { since: sights[0]?.at ?? null, before, after, gap: false }
}
