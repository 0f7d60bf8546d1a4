import type { Agent } from '#lib/agent/agent.ts'
import type { Scope } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import type { Sort } from '#lib/query/sort.ts'
import { agentAt, managerAt } from './agent-row.ts'
import { hasBit } from './bits.ts'
import { type CursorValue, decodeCursor, encodeCursor, type Place } from './cursor.ts'
import { matchesOf, readsOf } from './match-set.ts'
import { comparePlace, orderOf, selectInOrder } from './order.ts'
import { firstPlace } from './ranking.ts'
import { cursorMark } from './scope-key.ts'
import { managersInScope, scopeSlots, seesEverything } from './scope-slots.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { sortColumn } from './sort-column.ts'
import { slotOf } from './table.ts'

export interface FleetQuery {
  readonly expr: Expr
  readonly scope: Scope
  readonly sort: Sort
  /** Rows of the page, at least 1. */
  readonly limit: number
  /** Opaque places from an earlier page, of which at most one is given; `START` and `END` stand for both ends. */
  readonly after?: string
  readonly before?: string
  /** Instead of a cursor: 1-based place of the first row; beyond the end it is the last page. */
  readonly at?: number
}

export interface FleetPage {
  readonly rows: readonly Agent[]
  readonly total: number
  /** 1-based place of the first row among `total`; 0 when there is none. */
  readonly position: number
  readonly after: string | null
  readonly before: string | null
  /** Oldest `asOf` of the managers in scope, epoch milliseconds. */
  readonly asOf: number | null
}

const START = 'start'
const END = 'end'

/** One page of the agents that match, with its exact place and total, all from one snapshot. @throws BadCursorError */
export async function queryFleet(snapshot: FleetSnapshot, query: FleetQuery): Promise<FleetPage> {
  const { sort, limit, scope } = query
  const mark = cursorMark(scope)
  const list = await listOf(snapshot, query)
  const visible = await scopeSlots(snapshot, scope)
  const [start, end] = pageBounds(snapshot, query, list)
  const rows = Array.from(list.subarray(start, end), (slot) => agentAt(snapshot, slot))
  const cursorAt = (index: number) => encodeCursor(sort, placeOf(snapshot, sort, list[index] ?? 0), mark)
  const isEmpty = start >= end
  return {
    rows,
    total: list.length,
    position: isEmpty ? 0 : start + 1,
    after: end >= list.length ? null : isEmpty ? START : cursorAt(end - 1),
    before: start <= 0 ? null : isEmpty ? END : cursorAt(start),
    asOf: oldestAsOf(snapshot, scope),
  }

  /** From the cursor to the indexes of the page; an empty page lies at the end that the cursor ran into. */
  function pageBounds(from: FleetSnapshot, { after, before, at }: FleetQuery, all: Int32Array): [number, number] {
    if (at !== undefined) {
      const first = at <= all.length ? at - 1 : Math.floor(Math.max(0, all.length - 1) / limit) * limit
      return [first, Math.min(first + limit, all.length)]
    }
    if (after !== undefined) {
      const place = after === START ? null : readPlace(after)
      const first = place === null ? 0 : firstPlace(0, all.length, beyond(from, all, place, 0))
      return [first, Math.min(first + limit, all.length)]
    }
    if (before !== undefined) {
      const place = before === END ? null : readPlace(before)
      const last = place === null ? all.length : firstPlace(0, all.length, beyond(from, all, place, -1))
      return [Math.max(0, last - limit), last]
    }
    return [0, Math.min(limit, all.length)]
  }

  /** The place in a cursor; a value too long for cursors is the row's own while that begins alike and the row is visible. */
  function readPlace(cursor: string): Place {
    const place = decodeCursor(sort, cursor, mark)
    const slot = place.cut ? slotOf(snapshot.table.layout, place.manager, place.id) : -1
    const value = slot >= 0 && hasBit(visible, slot) ? sortColumn(snapshot, sort.field).valueAt(slot) : null
    const isSame = typeof value === 'string' && typeof place.value === 'string' && value.startsWith(place.value)
    return isSame ? { ...place, value } : place
  }

  /** Whether the row at an index stands after the place, by more than `margin`. */
  function beyond(from: FleetSnapshot, all: Int32Array, place: Place, margin: number): (index: number) => boolean {
    const compare = comparePlace(from, sort, place)
    return (index) => compare(all[index] ?? 0) > margin
  }
}

/** The oldest `asOf` of the managers that a scope sees: what an answer about all of them is true at. */
export function oldestAsOf(snapshot: FleetSnapshot, scope: Scope): number | null {
  const known = managersInScope(snapshot.managers, scope).flatMap(({ asOf }) => (asOf === null ? [] : [asOf]))
  return known.length === 0 ? null : Math.min(...known)
}

/** All matching slots in the order of the sort, not to be changed. */
export async function listOf(
  snapshot: FleetSnapshot,
  { expr, scope, sort }: Pick<FleetQuery, 'expr' | 'scope' | 'sort'>,
): Promise<Int32Array> {
  if (expr.kind === 'all' && seesEverything(snapshot, scope)) return orderOf(snapshot, sort)
  const reads = readsOf(snapshot, expr, scope)
  const column = sortColumn(snapshot, sort.field)
  const key = `${sort.descending ? '-' : ''}${column.key} ${reads.key}`
  return snapshot.caches.lists.get(key, [...reads.from, ...column.from], async () => {
    const { bits, count } = await matchesOf(snapshot, expr, scope)
    const order = await orderOf(snapshot, sort)
    if (snapshot.turns.spent) await snapshot.turns.next()
    return selectInOrder(order, bits, count)
  })
}

function placeOf(snapshot: FleetSnapshot, sort: Sort, slot: number): Place {
  const value: CursorValue = sortColumn(snapshot, sort.field).valueAt(slot)
  return { value, manager: managerAt(snapshot, slot)?.id ?? '', id: snapshot.table.layout.ids[slot] ?? 0 }
}
