import type { Scope } from '#lib/agent/scope.ts'
import { QUIET_DEFAULTS, type QuietSettings, quietAfter } from '#lib/insight/quiet.ts'
import { hasBit } from '#server/fleet/bits.ts'
import { scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'

/** How many agents in scope are quiet. Meaning: `isQuiet` of `#lib/insight/quiet.ts`; one pass over the rows. */
export async function countQuiet(
  snapshot: FleetSnapshot,
  scope: Scope,
  settings: QuietSettings = QUIET_DEFAULTS,
): Promise<number> {
  const { text, number } = snapshot.table
  const bits = await scopeSlots(snapshot, scope)
  const active = text.status.words.values.indexOf('active')
  const notSynced = text.groupConfigStatus.words.values.indexOf('not synced')
  const limitMs = Float64Array.from({ length: text.version.words.size }, (_, code) => {
    const version = code === 0 ? null : (text.version.words.values[code] ?? null)
    return quietAfter(version, settings) * 1000
  })
  let quiet = 0
  for (const { start, end, asOf, fullAsOf } of snapshot.managers) {
    for (let slot = start; slot < end; slot++) {
      if (text.status.codes[slot] !== active || !hasBit(bits, slot)) continue
      // As `seenAt` of `agentAt`: those in sync are read by full passes only. Without a time the difference is no number.
      const seenAt = (text.groupConfigStatus.codes[slot] === notSynced ? asOf : fullAsOf) ?? Number.NaN
      const silentMs = seenAt - (number.lastKeepAlive[slot] ?? Number.NaN)
      if (silentMs > (limitMs[text.version.codes[slot] ?? 0] ?? Number.POSITIVE_INFINITY)) quiet++
    }
  }
  return quiet
}
