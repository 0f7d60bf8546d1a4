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
  /** Which change of its groups' configuration an agent has received. */
  readonly pushes: Int32Array
  /** Brings every agent to a moment (epoch seconds). Costs nothing when it is the same as before. */
  refresh(at: number): void
}

/** Computes where all agents stand, as a function of time: nothing runs while nobody asks. */
export function trackLives(people: People, rhythm: Rhythm): LivingState {
  const size = people.lives.length
  const state = {
    status: new Uint8Array(size),
    code: new Uint8Array(size),
    reported: new Uint8Array(size),
    inStep: new Uint8Array(size),
    lastKeepAlive: new Float64Array(size),
    disconnectedAt: new Float64Array(size),
    pushes: new Int32Array(size),
  }
  const out: Moment = { status: 0, code: 0, lastKeepAlive: 0, disconnectedAt: 0, reported: true, connectedAt: 0 }
  const pulse = { keepAliveSeconds: 20, salt: 0, enrolledAt: 0 }
  let refreshedAt = Number.NaN

  function refresh(at: number): void {
    if (at === refreshedAt) return
    refreshedAt = at
    for (let row = 1; row < size; row++) {
      const life = people.lives[row]
      if (!life) continue
      pulse.keepAliveSeconds = agentVersions[people.version[row] ?? 0]?.keepAliveSeconds ?? 20
      pulse.salt = people.salt[row] ?? 0
      pulse.enrolledAt = people.enrolledAt[row] ?? 0
      standAt(out, life, pulse, rhythm, at)
      state.status[row] = out.status
      state.code[row] = out.code
      state.lastKeepAlive[row] = out.lastKeepAlive
      state.disconnectedAt[row] = out.disconnectedAt
      const isTooNew = life.kind === 'awaited' && life.tooNew
      state.reported[row] = out.reported ? EVERYTHING : isTooNew ? VERSION_ONLY : NOTHING
      catchUp(row)
    }
  }

  /** An active agent falls out of step when its groups' configuration changes, for one to three keep-alives. */
  function catchUp(row: number): void {
    const groups = people.groupLists[people.groups[row] ?? 0] ?? 'default'
    const index = Number.isNaN(out.lastKeepAlive) ? 0 : rhythm.pushesBy(groups, out.lastKeepAlive)
    const caughtUpWith = out.lastKeepAlive - (1 + (pulse.salt % 3)) * pulse.keepAliveSeconds
    const isBehind = out.status === ACTIVE && caughtUpWith < Math.max(rhythm.pushAt(groups, index), out.connectedAt)
    const isLagging = isBehind || people.lagging[row] === 1
    state.inStep[row] = out.reported && !isLagging ? 1 : 0
    state.pushes[row] = isLagging ? index - 1 : index
  }

  state.status[0] = ACTIVE
  state.reported[0] = EVERYTHING
  state.inStep[0] = 1
  state.lastKeepAlive[0] = END_OF_TIME_SECONDS
  return { ...state, refresh }
}
