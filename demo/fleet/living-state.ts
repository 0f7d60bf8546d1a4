import { openMemberships } from './memberships.ts'
import { ACTIVE, type Moment, standAt } from './moment.ts'
import { agentVersions } from './os-mix.ts'
import type { Rhythm } from './rhythm.ts'
import type { People } from './settle.ts'

/** 9999-12-31T23:59:59Z, which the manager gives itself as last keep-alive. */
const END_OF_TIME_SECONDS = 253402300799

/** What an agent has told the manager so far. */
export const NOTHING = 0
export const EVERYTHING = 1
/** Refused for being too new: only its version is known. */
export const VERSION_ONLY = 2

/** The cells that move with time, by row; filled by `refresh`. */
export interface LivingState {
  readonly status: Uint8Array
  readonly code: Uint8Array
  readonly reported: Uint8Array
  readonly inStep: Uint8Array
  /** Epoch seconds; NaN when there was none. */
  readonly lastKeepAlive: Float64Array
  readonly disconnectedAt: Float64Array
  /** Since when it has been connected without a break, as far as that matters. */
  readonly connectedAt: Float64Array
  /** Index into `groupLists`, by row. */
  readonly groupCodes: Uint32Array
  /** Comma-joined names; grows with `regroup`. */
  readonly groupLists: readonly string[]
  isRegrouped(row: number): boolean
  /** Checksum of the configuration that an agent has. */
  mergedSum(row: number): string
  keepAliveSeconds(row: number): number
  /**
   * Brings every agent to a moment (epoch seconds). Costs nothing when it is the same as before.
   * @param now differs from the moment only in a frozen fleet, which people still command
   */
  refresh(at: number, now: number): void
  regroup(row: number, groups: string, at: number): void
}

/** Computes where all agents stand, as a function of time: nothing runs while nobody asks. */
export function trackLives(people: People, rhythm: Rhythm): LivingState {
  const size = people.lives.length
  const members = openMemberships(people)
  const state = {
    status: new Uint8Array(size),
    code: new Uint8Array(size),
    reported: new Uint8Array(size),
    inStep: new Uint8Array(size),
    lastKeepAlive: new Float64Array(size),
    disconnectedAt: new Float64Array(size),
    connectedAt: new Float64Array(size),
    groupCodes: members.codes,
    groupLists: members.lists,
  }
  /** Which change of its groups' configuration an agent has received. */
  const pushes = new Int32Array(size)
  /** 1 while it still has the configuration of the groups it was in before. */
  const isBefore = new Uint8Array(size)
  const out: Moment = { status: 0, code: 0, lastKeepAlive: 0, disconnectedAt: 0, reported: true, connectedAt: 0 }
  const pulse = { keepAliveSeconds: 20, salt: 0, enrolledAt: 0 }
  const keepAliveSeconds = (row: number) => agentVersions[people.version[row] ?? 0]?.keepAliveSeconds ?? 20
  let refreshedAt = Number.NaN
  let refreshedNow = Number.NaN

  function refresh(at: number, now: number): void {
    if (at === refreshedAt && now === refreshedNow) return
    const isSameMoment = at === refreshedAt
    refreshedAt = at
    refreshedNow = now
    if (isSameMoment) for (const row of members.changedRows()) bring(row)
    else for (let row = 1; row < size; row++) bring(row)
  }

  function bring(row: number): void {
    const life = people.lives[row]
    if (!life) return
    pulse.keepAliveSeconds = keepAliveSeconds(row)
    pulse.salt = people.salt[row] ?? 0
    pulse.enrolledAt = people.enrolledAt[row] ?? 0
    standAt(out, life, pulse, rhythm, refreshedAt)
    state.status[row] = out.status
    state.code[row] = out.code
    state.lastKeepAlive[row] = out.lastKeepAlive
    state.disconnectedAt[row] = out.disconnectedAt
    state.connectedAt[row] = out.connectedAt
    const isTooNew = life.kind === 'awaited' && life.tooNew
    state.reported[row] = out.reported ? EVERYTHING : isTooNew ? VERSION_ONLY : NOTHING
    catchUp(row)
  }

  /** An active agent is out of step when it came back or its groups or their configuration changed, for one to three keep-alives. */
  function catchUp(row: number): void {
    const isActive = out.status === ACTIVE
    const delay = (1 + (pulse.salt % 3)) * pulse.keepAliveSeconds
    const changedAt = members.changedAt[row] ?? 0
    const heard = isActive && refreshedAt !== refreshedNow ? refreshedNow : out.lastKeepAlive
    const hasOldGroups = changedAt > 0 && !((isActive ? heard - delay : heard) >= changedAt)
    const groups = hasOldGroups ? members.listBefore(row) : members.listOf(row)
    const index = Number.isNaN(out.lastKeepAlive) ? 0 : rhythm.pushesBy(groups, out.lastKeepAlive)
    const caughtUpWith = out.lastKeepAlive - delay
    const missesPush = isActive && !hasOldGroups && caughtUpWith < rhythm.lastPush(groups, out.lastKeepAlive)
    const isBack = isActive && !hasOldGroups && caughtUpWith < out.connectedAt
    const isLagging = missesPush || people.lagging[row] === 1
    isBefore[row] = hasOldGroups ? 1 : 0
    state.inStep[row] = out.reported && !isLagging && !isBack && !(isActive && hasOldGroups) ? 1 : 0
    pushes[row] = isLagging ? index - 1 : index
  }

  state.status[0] = ACTIVE
  state.reported[0] = EVERYTHING
  state.inStep[0] = 1
  state.lastKeepAlive[0] = END_OF_TIME_SECONDS
  return {
    ...state,
    keepAliveSeconds,
    refresh,
    isRegrouped: (row) => (members.changedAt[row] ?? 0) > 0,
    mergedSum: (row) => {
      const groups = isBefore[row] === 1 ? members.listBefore(row) : members.listOf(row)
      return rhythm.mergedSum(groups, pushes[row] ?? 0)
    },
    regroup(row, groups, at) {
      members.change(row, groups, at)
      if (!Number.isNaN(refreshedAt)) bring(row)
    },
  }
}
