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
  /** How many times the configuration of these groups (comma-joined) had changed by a moment: that of several with each of them. */
  pushesBy(groups: string, at: number): number
  /** When the last of these changes was made. */
  lastPush(groups: string, at: number): number
  /** Checksum of merged.mg after so many changes. */
  mergedSum(groups: string, index: number): string
}

/** When the configuration of one group changes. */
interface GroupPlan {
  readonly period: number
  readonly phase: number
}

export function makeRhythm(seed: number, bornAt: number): Rhythm {
  const firstRestart = Math.floor(bornAt - RESTART_BEFORE_BIRTH_SECONDS)
  const round = hash32(seed, 0, 21) % DISCONNECTION_SECONDS
  const groupPlans = new Map<string, GroupPlan>()
  const planOf = (group: string) => {
    const known = groupPlans.get(group)
    if (known) return known
    const key = hashText(group)
    const period = Math.floor(3600 * (5 + 40 * chance(seed, key, 22)))
    const made = { period, phase: hash32(seed, key, 23) % 160_000 }
    groupPlans.set(group, made)
    return made
  }
  const plans = new Map<string, { groups: readonly GroupPlan[]; key: number; sums: Map<number, string> }>()
  const plan = (list: string) => {
    const known = plans.get(list)
    if (known) return known
    const made = { groups: list.split(',').map(planOf), key: hashText(list), sums: new Map<number, string>() }
    plans.set(list, made)
    return made
  }
  return {
    restartBefore: (at) => firstRestart + Math.floor((at - firstRestart) / RESTART_EVERY_SECONDS) * RESTART_EVERY_SECONDS,
    declaredAt(lastKeepAlive) {
      const due = lastKeepAlive + DISCONNECTION_SECONDS + 1
      return Math.ceil((due - round) / DISCONNECTION_SECONDS) * DISCONNECTION_SECONDS + round
    },
    pushesBy(groups, at) {
      let count = 0
      for (const { period, phase } of plan(groups).groups) count += Math.floor((at - phase) / period)
      return count
    },
    lastPush(groups, at) {
      let last = Number.NEGATIVE_INFINITY
      for (const { period, phase } of plan(groups).groups)
        last = Math.max(last, Math.floor((at - phase) / period) * period + phase)
      return last
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
