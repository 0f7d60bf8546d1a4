import { chance, hash32, hashText, hexDigits } from './hash.ts'

/** Seconds without a keep-alive after which monitord gives an agent up, and how often it looks. */
export const DISCONNECTION_SECONDS = 900

const RESTART_EVERY_SECONDS = 9 * 86_400
const RESTART_BEFORE_BIRTH_SECONDS = 4.1 * 86_400

/** The manager's own events, as functions of time: restarts, monitord's rounds, changes of group configuration. */
export interface Rhythm {
  /** The last restart of the manager at or before a moment. */
  restartBefore(at: number): number
  /** When monitord declares an agent disconnected whose last keep-alive was at this moment. */
  declaredAt(lastKeepAlive: number): number
  /** How many times the configuration of this set of groups had changed by a moment. */
  pushesBy(groups: string, at: number): number
  /** When that change was made. */
  pushAt(groups: string, index: number): number
  /** Checksum of merged.mg after so many changes. */
  mergedSum(groups: string, index: number): string
}

export function makeRhythm(seed: number, bornAt: number): Rhythm {
  const firstRestart = Math.floor(bornAt - RESTART_BEFORE_BIRTH_SECONDS)
  const round = hash32(seed, 0, 21) % DISCONNECTION_SECONDS
  const plans = new Map<string, { period: number; phase: number; key: number; sums: Map<number, string> }>()
  const plan = (groups: string) => {
    const known = plans.get(groups)
    if (known) return known
    const key = hashText(groups)
    const made = {
      period: Math.floor(3600 * (5 + 40 * chance(seed, key, 22))),
      phase: hash32(seed, key, 23) % 160_000,
      key,
      sums: new Map<number, string>(),
    }
    plans.set(groups, made)
    return made
  }
  return {
    restartBefore: (at) => firstRestart + Math.floor((at - firstRestart) / RESTART_EVERY_SECONDS) * RESTART_EVERY_SECONDS,
    declaredAt(lastKeepAlive) {
      const due = lastKeepAlive + DISCONNECTION_SECONDS + 1
      return Math.ceil((due - round) / DISCONNECTION_SECONDS) * DISCONNECTION_SECONDS + round
    },
    pushesBy(groups, at) {
      const { period, phase } = plan(groups)
      return Math.floor((at - phase) / period)
    },
    pushAt(groups, index) {
      const { period, phase } = plan(groups)
      return index * period + phase
    },
    mergedSum(groups, index) {
      const { key, sums } = plan(groups)
      const known = sums.get(index)
      if (known !== undefined) return known
      const sum = hexDigits(seed ^ key, index, 24, 32)
      // Few changes are ever looked at; a long-lived demo still must not collect them.
      if (sums.size > 100) sums.clear()
      sums.set(index, sum)
      return sum
    },
  }
}
