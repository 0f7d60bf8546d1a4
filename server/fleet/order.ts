import type { Sort } from '#lib/query/sort.ts'
import { hasBit } from './bits.ts'
import type { Place } from './cursor.ts'
import { sortByKey } from './radix.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { type SortColumn, sortColumn } from './sort-column.ts'
import { compareManagers } from './table.ts'

/** All slots in the order of a sort: kept until a value in that column moves. */
export async function orderOf(snapshot: FleetSnapshot, sort: Sort): Promise<Int32Array> {
  const column = sortColumn(snapshot, sort.field)
  const key = `${sort.descending ? '-' : ''}${column.key}`
  return snapshot.caches.orders.get(key, [snapshot.table.layout, ...column.from], async () => {
    if (snapshot.turns.spent) await snapshot.turns.next()
    const keys = new Float64Array(snapshot.table.layout.size)
    for (let slot = 0; slot < keys.length; slot++) keys[slot] = column.keyAt(slot)
    return sortByKey(keys, sort.descending, snapshot.turns)
  })
}

/** The slots of `order` that are in `bits`, of which there are `count`. */
export function selectInOrder(order: Int32Array, bits: Uint32Array, count: number): Int32Array {
  if (count === order.length) return order
  const out = new Int32Array(count)
  let size = 0
  for (let i = 0; i < order.length && size < count; i++) {
    const slot = order[i] ?? 0
    if (hasBit(bits, slot)) out[size++] = slot
  }
  return out
}

/** How a slot stands to a place: negative when it comes before it in the sort, 0 when it is that very agent with that value. */
export function comparePlace(snapshot: FleetSnapshot, sort: Sort, place: Place): (slot: number) => number {
  const column: SortColumn = sortColumn(snapshot, sort.field)
  const wanted = column.keyOf(place.value)
  const { layout } = snapshot.table
  return (slot) => {
    const key = column.keyAt(slot)
    if (Number.isNaN(key) !== Number.isNaN(wanted)) return Number.isNaN(key) ? 1 : -1
    if (!Number.isNaN(key) && key !== wanted) return key < wanted === sort.descending ? 1 : -1
    return compareManagers(layout, slot, place.manager) || (layout.ids[slot] ?? 0) - place.id
  }
}
