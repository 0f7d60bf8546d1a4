import type { AgentStatus } from '#lib/agent/status.ts'
import { compareVersions, parseVersion } from '#lib/agent/version.ts'

/** When an active agent is quiet. */
export interface QuietSettings {
  /** Keep-alive periods that have to pass without one. */
  readonly periods: number
  /** Seconds between two keep-alives; `null` for the default of each agent's version. */
  readonly periodSeconds: number | null
}

export const QUIET_DEFAULTS: QuietSettings = { periods: 3, periodSeconds: null }

/** Agents send a keep-alive every 20 s from this version on, before that every 10 s, unless their configuration says otherwise. */
const SLOWER_FROM = [4, 13]
const SLOW_SECONDS = 20
const FAST_SECONDS = 10

/** Seconds between two keep-alives of an agent by its version; the longer ones when that is not known. */
export function keepAlivePeriod(version: string | null): number {
  const parts = version === null ? null : parseVersion(version)
  return parts && compareVersions(parts, SLOWER_FROM) < 0 ? FAST_SECONDS : SLOW_SECONDS
}

/** Seconds of silence after which an active agent of a version is quiet. */
export function quietAfter(version: string | null, { periods, periodSeconds }: QuietSettings = QUIET_DEFAULTS): number {
  return periods * (periodSeconds ?? keepAlivePeriod(version))
}

/**
 * Whether an agent is quiet: active, but silent for longer than its keep-alives allow, as of when it was last read. One of which
 * there is no keep-alive, or that was not read since it came, is not.
 * @param agent times in epoch milliseconds
 */
export function isQuiet(
  agent: {
    readonly status: AgentStatus
    readonly version: string | null
    readonly lastKeepAlive: number | null
    readonly seenAt: number | null
  },
  settings: QuietSettings = QUIET_DEFAULTS,
): boolean {
  const { status, version, lastKeepAlive, seenAt } = agent
  if (status !== 'active' || lastKeepAlive === null || seenAt === null) return false
  return seenAt - lastKeepAlive > quietAfter(version, settings) * 1000
}
