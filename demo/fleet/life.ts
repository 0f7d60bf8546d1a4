import { chance, hash32 } from './hash.ts'

/** How an agent lives. Times are epoch seconds. */
export type Life =
  | { readonly kind: 'steady' }
  /** Goes away at `phaseAt` and every `periodSeconds` after and before, for `awaySeconds`. */
  | {
      readonly kind: 'returning'
      readonly mode: 'stop' | 'silence'
      readonly phaseAt: number
      readonly periodSeconds: number
      readonly awaySeconds: number
    }
  /** Went (or will go) away at `since` and does not come back. */
  | { readonly kind: 'gone'; readonly mode: 'stop' | 'silence' | 'unreadable' | 'too-new'; readonly since: number }
  /** Enrolled, not heard of until `until` (never, when infinite). */
  | { readonly kind: 'awaited'; readonly until: number; readonly tooNew: boolean }
  /** Shook hands at `since` and never sent a keep-alive. */
  | { readonly kind: 'stuck'; readonly since: number }

const HOUR = 3600
const DAY = 24 * HOUR

/**
 * Draws the life of an agent: about 92 % active, 4 % disconnected, 3 % never connected, a few pending.
 * @param bornAt the moment around which the fleet's past and future are laid out (epoch seconds)
 */
export function drawLife(seed: number, id: number, enrolledAt: number, bornAt: number): Life {
  const draw = chance(seed, id, 11)
  const spread = chance(seed, id, 12)
  if (draw < 0.0292) return awaited(spread, bornAt)
  if (draw < 0.03) return { kind: 'stuck', since: bornAt - 60 - Math.floor(spread * 800) }
  if (draw < 0.062) return gone(seed, id, spread, enrolledAt, bornAt)
  if (draw < 0.09) return returning(seed, id, spread, bornAt)
  if (draw < 0.095) return { kind: 'gone', mode: 'silence', since: bornAt - 1500 + Math.floor(spread * 2 * DAY) }
  return { kind: 'steady' }
}

function awaited(spread: number, bornAt: number): Life {
  if (spread < 0.04) return { kind: 'awaited', until: Number.POSITIVE_INFINITY, tooNew: true }
  if (spread < 0.12) return { kind: 'awaited', until: bornAt + Math.floor(((spread - 0.04) / 0.08) * 12 * HOUR), tooNew: false }
  return { kind: 'awaited', until: Number.POSITIVE_INFINITY, tooNew: false }
}

/** Absences are spread evenly over powers of ten, from half an hour to most of a year. */
function gone(seed: number, id: number, spread: number, enrolledAt: number, bornAt: number): Life {
  const since = Math.max(enrolledAt + 600, bornAt - Math.floor(1800 * 10 ** (spread * 4.1)))
  const why = chance(seed, id, 13)
  const mode = why < 0.62 ? 'silence' : why < 0.96 ? 'stop' : why < 0.98 ? 'unreadable' : 'too-new'
  return { kind: 'gone', mode, since }
}

function returning(seed: number, id: number, spread: number, bornAt: number): Life {
  const why = chance(seed, id, 14)
  const phaseAt = bornAt - Math.floor(spread * 7 * DAY)
  if (why < 0.55) {
    const awaySeconds = 2 + (hash32(seed, id, 15) % 9)
    return {
      kind: 'returning',
      mode: 'stop',
      phaseAt,
      periodSeconds: Math.floor(HOUR * (2 + 60 * chance(seed, id, 16))),
      awaySeconds,
    }
  }
  const mode = why < 0.85 ? 'silence' : 'stop'
  const awaySeconds = Math.floor(HOUR * (0.2 + 1.6 * chance(seed, id, 17)))
  return { kind: 'returning', mode, phaseAt, periodSeconds: Math.floor(HOUR * (3 + 9 * chance(seed, id, 16))), awaySeconds }
}
