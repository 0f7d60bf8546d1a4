import { hasBit } from '#server/fleet/bits.ts'
import { Cache } from '#server/fleet/caches.ts'
import { managerNow } from '#server/fleet/manager-now.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { managersInScope, scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { slotOf } from '#server/fleet/table.ts'
import { changesRepo } from '#server/store/changes-repo.ts'
import type { ServiceContext } from '../context.ts'

/** What passes of the last hour saw of the endpoints in scope that are there now. */
export interface HourOfChanges {
  /** Changes to disconnected. */
  readonly went: number
  /** Changes back to active. */
  readonly back: number
  /** The newest of both, newest first. */
  readonly newest: readonly { readonly name: string; readonly direction: 'down' | 'back'; readonly at: number }[]
}

const HOUR_MS = 3_600_000
const NEWEST = 8
/** How long an answer is given again while the fleet stays as it is. */
const KEEP_MS = 15_000

/** The hour is that of each manager's own clock. */
export async function countChanges(ctx: ServiceContext, snapshot: FleetSnapshot): Promise<HourOfChanges> {
  const { layout, text } = snapshot.table
  const key = `${scopeKey(ctx.scope)} ${Math.floor(ctx.clock.now() / KEEP_MS)}`
  return cacheOf(snapshot).get(key, [layout, text.status, text.name, text.groups], () => read(ctx, snapshot))
}

async function read({ prisma, scope, clock }: ServiceContext, snapshot: FleetSnapshot): Promise<HourOfChanges> {
  const { layout, text } = snapshot.table
  const bits = await scopeSlots(snapshot, scope)
  const found = { down: 0, back: 0 }
  const newest: HourOfChanges['newest'][number][] = []
  for (const manager of managersInScope(snapshot.managers, scope)) {
    const { id } = manager
    const since = managerNow(manager, clock.now()) - HOUR_MS
    let taken = 0
    for await (const slice of changesRepo(prisma).statusChanges(scope, id, since, Number.MAX_SAFE_INTEGER)) {
      for (const { key, agentId, field, from, to, at, seenAt } of slice) {
        const direction =
          field !== 'status' ? null : to === 'disconnected' ? 'down' : to === 'active' && from === 'disconnected' ? 'back' : null
        if (direction === null) continue
        const slot = slotOf(layout, id, agentId)
        // The same id can be another endpoint now, which the scope may see and the one before not.
        if (slot < 0 || layout.keys[slot] !== key || !hasBit(bits, slot)) continue
        found[direction]++
        // Slices come newest first.
        if (taken++ < NEWEST)
          newest.push({ name: text.name.words.values[text.name.codes[slot] ?? 0] ?? '', direction, at: at ?? seenAt })
      }
      if (snapshot.turns.spent) await snapshot.turns.next()
    }
  }
  newest.sort((a, b) => b.at - a.at)
  return { went: found.down, back: found.back, newest: newest.slice(0, NEWEST) }
}

/** What belongs to one fleet index. */
function cacheOf({ caches }: FleetSnapshot): Cache<HourOfChanges> {
  return caches.of('hours of changes', () => new Cache<HourOfChanges>(500_000, () => 2000))
}
