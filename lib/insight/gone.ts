import type { AgentStatus } from '#lib/agent/status.ts'

/** When an agent has been gone for so long that nobody waits for it. */
export interface GoneSettings {
  readonly afterDays: number
}

export const GONE_DEFAULTS: GoneSettings = { afterDays: 30 }

const DAY_MS = 86_400_000

/** Milliseconds of silence after which a disconnected agent is gone. */
export function goneAfter({ afterDays }: GoneSettings): number {
  return afterDays * DAY_MS
}

/**
 * Whether an agent is gone: disconnected, and silent for longer than anybody waits, as of when it was last read.
 * @param agent times in epoch milliseconds
 */
export function isGone(
  agent: { readonly status: AgentStatus; readonly lastKeepAlive: number | null; readonly seenAt: number | null },
  settings: GoneSettings = GONE_DEFAULTS,
): boolean {
  const { status, lastKeepAlive, seenAt } = agent
  if (status !== 'disconnected' || lastKeepAlive === null || seenAt === null) return false
  return seenAt - lastKeepAlive > goneAfter(settings)
}
