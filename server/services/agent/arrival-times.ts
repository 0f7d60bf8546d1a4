import { Arrivals } from '#lib/insight/arrivals.ts'
import { addBit, emptyBits, hasBit } from '#server/fleet/bits.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { rangeOf } from '#server/fleet/table.ts'
import { syncRows } from '#server/store/sync-rows.ts'
import type { ServiceContext } from '../context.ts'

/** As many cases as tell what is usual, of so many of the newest changes of the last days at most. */
const CASES = 500
const ROWS = 40_000
const DAYS_MS = 7 * 86_400_000
/** Changes of one slice: a few milliseconds of the page thread. */
const SLICE = 2000
/** What is usual moves slowly. */
const KEPT_MS = 60_000

interface Kept {
  readonly until: number
  readonly times: Promise<readonly number[]>
}
const kept = new WeakMap<ServiceContext['fleet'], Map<string, Kept>>()

/** How long configurations took to arrive at the agents in scope of a manager, milliseconds, rising. Worked out once a minute. */
export function arrivalTimes(ctx: ServiceContext, snapshot: FleetSnapshot, manager: string): Promise<readonly number[]> {
  const own = kept.get(ctx.fleet) ?? new Map<string, Kept>()
  kept.set(ctx.fleet, own)
  const key = `${manager} ${scopeKey(ctx.scope)}`
  const now = ctx.clock.now()
  const found = own.get(key)
  if (found && now < found.until && now >= found.until - KEPT_MS) return found.times
  for (const [old, { until }] of own) if (until <= now) own.delete(old)
  const times = read(ctx, snapshot, manager)
  own.set(key, { until: now + KEPT_MS, times })
  times.catch(() => own.delete(key))
  return times
}

async function read({ prisma, scope }: ServiceContext, snapshot: FleetSnapshot, manager: string): Promise<readonly number[]> {
  const { turns, table, managers } = snapshot
  const { start, end } = rangeOf(table.layout, manager)
  const visible = await scopeSlots(snapshot, scope)
  const keys = table.layout.keys.subarray(start, end)
  const seen = emptyBits(keys.reduce((most, key) => Math.max(most, key), 0) + 1)
  for (const [index, key] of keys.entries()) if (hasBit(visible, start + index)) addBit(seen, key)
  const since = (managers.find(({ id }) => id === manager)?.asOf ?? 0) - DAYS_MS
  const arrivals = new Arrivals()
  let place: { seenAt: number; id: number } | null = { seenAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
  for (let rows = 0; place !== null && rows < ROWS && arrivals.count < CASES; rows += SLICE) {
    if (turns.spent) await turns.next()
    const slice: Awaited<ReturnType<ReturnType<typeof syncRows>['changesBefore']>> = await syncRows(prisma).changesBefore(
      manager,
      place,
      since,
      SLICE,
    )
    for (const change of slice.changes) if (hasBit(seen, change.key)) arrivals.add(change)
    place = slice.next
  }
  return arrivals.times()
}
