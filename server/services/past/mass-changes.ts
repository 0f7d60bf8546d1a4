import { findMassEvents, type MassEvent } from '#lib/insight/mass-events.ts'
import type { Factor, StatusChangeFact } from '#lib/insight/mass-facts.ts'
import { hasBit } from '#server/fleet/bits.ts'
import { Cache } from '#server/fleet/caches.ts'
import { managerNow } from '#server/fleet/manager-now.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { managersInScope, scopeSlots, seesEverything } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { slotOf } from '#server/fleet/table.ts'
import { changesRepo } from '#server/store/changes-repo.ts'
import type { ServiceContext } from '../context.ts'
import { type FleetFactors, fleetFactors } from '../fleet/fleet-factors.ts'

/** One change of an endpoint in scope; `agent` is its slot in the snapshot. */
export interface SeenChange extends StatusChangeFact {
  /** `at` is the manager's own time. */
  readonly isExact: boolean
  readonly afterAt: number | null
  readonly seenAt: number
}

export interface MassChanges {
  readonly events: readonly MassEvent<SeenChange>[]
  readonly factors: readonly Factor[]
}

/** How long events are given again while the fleet stays as it is. */
const KEEP_MS = 30_000
const WINDOW_MS = 24 * 3_600_000

/** What endpoints in scope did together in the last 24 hours, from their own changes only. */
export async function massChanges(ctx: ServiceContext, snapshot: FleetSnapshot, now: number): Promise<MassChanges> {
  const { layout, text } = snapshot.table
  const { events, factors } = cachesOf(snapshot)
  // Rights that differ in other things alone share what they see all of.
  const key = seesEverything(snapshot, ctx.scope) ? 'all' : scopeKey(ctx.scope)
  const columns = [layout, text.nodeName, text.groups, text.ip, text.version, text.osName]
  const common = await factors.get(key, columns, () => fleetFactors(snapshot, ctx.scope))
  return events.get(`${key} ${Math.floor(now / KEEP_MS)}`, [...columns, text.status], async () => {
    const changes = await readChanges(ctx, snapshot, common)
    const found = { changes, factors: common.factors, fleet: common.fleet, from: now - WINDOW_MS, to: now }
    const steps = findMassEvents(found, snapshot.rules.mass)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return { events: value, factors: common.factors }
      await snapshot.turns.next()
    }
  })
}

async function readChanges(
  { prisma, scope, clock }: ServiceContext,
  snapshot: FleetSnapshot,
  common: FleetFactors,
): Promise<SeenChange[]> {
  const { layout, text, number } = snapshot.table
  const disconnected = text.status.words.values.indexOf('disconnected')
  /** The reason of one that is still gone, where it did not change with the status. */
  const lastReason = (slot: number): number | null => {
    const reason = number.statusCode[slot] ?? Number.NaN
    return text.status.codes[slot] === disconnected && !Number.isNaN(reason) ? reason : null
  }
  const bits = await scopeSlots(snapshot, scope)
  const repo = changesRepo(prisma)
  const found: SeenChange[] = []
  for (const manager of managersInScope(snapshot.managers, scope)) {
    const { id } = manager
    // What a manager tells has its own times: the last day is that of its clock.
    const from = managerNow(manager, clock.now()) - WINDOW_MS
    for await (const slice of repo.statusChanges(scope, id, from, Number.MAX_SAFE_INTEGER)) {
      for (const { key, agentId, field, to, at, afterAt, seenAt, code } of slice) {
        const direction = field !== 'status' ? null : to === 'disconnected' ? 'down' : to === 'active' ? 'back' : null
        if (direction === null) continue
        const slot = slotOf(layout, id, agentId)
        if (slot < 0 || layout.keys[slot] !== key || !hasBit(bits, slot)) continue
        const time = { at: at ?? seenAt, isExact: at !== null, afterAt, seenAt }
        found.push({ agent: slot, direction, reason: code ?? lastReason(slot), factors: common.of(slot), ...time })
      }
      if (snapshot.turns.spent) await snapshot.turns.next()
    }
  }
  return found
}

interface Caches {
  readonly factors: Cache<FleetFactors>
  readonly events: Cache<MassChanges>
}

/** What belongs to one fleet index. */
function cachesOf({ caches }: FleetSnapshot): Caches {
  return caches.of('mass changes', () => ({
    factors: new Cache<FleetFactors>(8_000_000, ({ factors, fleet }) => 150 * factors.length + 20 * fleet),
    events: new Cache<MassChanges>(8_000_000, ({ events }) =>
      events.reduce((bytes, { changes }) => bytes + 300 * changes.length, 1_000),
    ),
  }))
}
