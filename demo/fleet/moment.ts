import type { Life } from './life.ts'
import type { Rhythm } from './rhythm.ts'

export const statuses = ['active', 'pending', 'never_connected', 'disconnected'] as const
export const ACTIVE = 0
export const PENDING = 1
export const NEVER = 2
export const DISCONNECTED = 3

/** The living cells of one agent; reused from row to row so that a refresh allocates nothing. */
export interface Moment {
  status: number
  code: number
  /** Epoch seconds; NaN when there was none. */
  lastKeepAlive: number
  disconnectedAt: number
  /** False until the first keep-alive: then the agent has no version, OS or manager yet. */
  reported: boolean
  /** Since when it has been connected without a break, as far as that matters. */
  connectedAt: number
}

export interface Pulse {
  readonly keepAliveSeconds: number
  /** A fixed number of this agent, for phases and delays. */
  readonly salt: number
  readonly enrolledAt: number
}

/** Computes where an agent stands at a moment (epoch seconds) by the manager's status machine. */
export function standAt(out: Moment, life: Life, pulse: Pulse, rhythm: Rhythm, at: number): void {
  out.reported = true
  switch (life.kind) {
    case 'steady':
      connected(out, pulse, rhythm, pulse.enrolledAt + 60 + (pulse.salt % 60), at)
      break
    case 'stuck':
      stuck(out, life.since, rhythm, at)
      break
    case 'awaited':
      if (life.until > at) absent(out, life.tooNew)
      else connected(out, pulse, rhythm, life.until, at)
      break
    case 'gone':
      if (at < life.since) connected(out, pulse, rhythm, pulse.enrolledAt + 60, at)
      else away(out, pulse, rhythm, life.mode, life.since, at)
      break
    case 'returning': {
      const turn = Math.floor((at - life.phaseAt) / life.periodSeconds)
      const left = life.phaseAt + turn * life.periodSeconds
      const back = left + life.awaySeconds
      if (at < back) away(out, pulse, rhythm, life.mode, left, at)
      else connected(out, pulse, rhythm, back, at)
    }
  }
}

function absent(out: Moment, tooNew: boolean): void {
  out.status = NEVER
  out.code = tooNew ? 1 : 0
  out.lastKeepAlive = Number.NaN
  out.disconnectedAt = 0
  out.reported = false
  out.connectedAt = 0
}

/** Start-up is a handshake, one interval of pending, then keep-alives; a manager restart makes everybody start again. */
function connected(out: Moment, pulse: Pulse, rhythm: Rhythm, since: number, at: number): void {
  const restart = rhythm.restartBefore(at)
  let start = since
  if (restart > since) {
    start = restart + 5 + (pulse.salt % 50)
    if (at < start) {
      out.status = DISCONNECTED
      out.code = 5
      out.disconnectedAt = restart
      out.lastKeepAlive = restart - (pulse.salt % pulse.keepAliveSeconds)
      out.connectedAt = since
      return
    }
  }
  out.code = 0
  out.disconnectedAt = 0
  out.connectedAt = start
  const first = start + pulse.keepAliveSeconds
  if (at < first) {
    out.status = PENDING
    out.lastKeepAlive = start
    out.reported = start !== since || since - pulse.enrolledAt > 3600
    return
  }
  out.status = ACTIVE
  out.lastKeepAlive = first + Math.floor((at - first) / pulse.keepAliveSeconds) * pulse.keepAliveSeconds
}

function away(
  out: Moment,
  pulse: Pulse,
  rhythm: Rhythm,
  mode: 'stop' | 'silence' | 'unreadable' | 'too-new',
  left: number,
  at: number,
): void {
  out.lastKeepAlive = left - (pulse.salt % pulse.keepAliveSeconds)
  out.connectedAt = 0
  out.status = DISCONNECTED
  if (mode !== 'silence') {
    out.code = mode === 'stop' ? 3 : mode === 'unreadable' ? 2 : 1
    out.disconnectedAt = left
    return
  }
  const declared = rhythm.declaredAt(out.lastKeepAlive)
  const restart = rhythm.restartBefore(Math.min(at, declared))
  if (restart > left && restart < declared) {
    out.code = 5
    out.disconnectedAt = restart
  } else if (at >= declared) {
    out.code = 4
    out.disconnectedAt = declared
  } else {
    out.status = ACTIVE
    out.code = 0
    out.disconnectedAt = 0
  }
}

/** A handshake without a keep-alive stays pending until monitord or a restart ends it; then the agent tries again. */
function stuck(out: Moment, since: number, rhythm: Rhythm, at: number): void {
  out.reported = false
  out.connectedAt = 0
  out.code = 0
  out.disconnectedAt = 0
  out.status = PENDING
  const cycle = 1800
  out.lastKeepAlive = at < since ? since : since + Math.floor((at - since) / cycle) * cycle
  const declared = rhythm.declaredAt(out.lastKeepAlive)
  if (at >= declared) {
    out.status = DISCONNECTED
    out.code = 4
    out.disconnectedAt = declared
  }
}
