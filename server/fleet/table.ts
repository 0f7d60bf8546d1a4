import type { ExpectedMark } from '#lib/agent/agent.ts'
import { type NumberName, type TextName, TUPLE_COLUMNS } from '#server/store/fleet-rows.ts'
import type { Dictionary } from './dictionary.ts'
import type { Ranking } from './ranking.ts'

/** Which rows there are. Slots are ordered by manager and then by id, so ties in any sort fall as slots do. */
export interface Layout {
  readonly size: number
  /** Ordered by id of the manager (code units); each owns the slots from `start` up to `end`. */
  readonly ranges: readonly ManagerRange[]
  /** Agent ids as numbers. */
  readonly ids: Int32Array
  /** Keys of the store's rows. */
  readonly keys: Int32Array
}

export interface ManagerRange {
  readonly manager: string
  readonly start: number
  readonly end: number
}

/** The distinct texts of a column as one snapshot knows them. */
export interface Words {
  readonly size: number
  readonly values: readonly string[]
  readonly folded: readonly string[]
  /** `null` for columns that nothing sorts by. */
  readonly ranking: Ranking | null
}

/** A new object whenever a code or a rank in it changed, so that what is computed from it can be kept until then. */
export interface TextColumn {
  /** By slot; 0 is `null`. */
  readonly codes: Int32Array
  readonly words: Words
}

/** The marks in force by slot: a place in `marks`, of which the first is none. */
export interface MarkColumn {
  readonly codes: Int32Array
  readonly marks: readonly (ExpectedMark | null)[]
}

/** Texts that people gave, beside those of the store's rows; tags as a JSON array. */
export const OWN_TEXTS = ['alias', 'tags'] as const
export type OwnTextName = (typeof OWN_TEXTS)[number]
export type TextColumnName = TextName | OwnTextName

/** All rows at one moment. Never changed once built. Times in epoch milliseconds; `NaN` is `null`. */
export interface Table {
  readonly layout: Layout
  readonly text: Readonly<Record<TextColumnName, TextColumn>>
  readonly number: Readonly<Record<NumberName, Float64Array>>
  /** Changes of status within the last 24 hours; a new array whenever one moved. */
  readonly flaps: Float64Array
  /** Who is expected to be down; a new object whenever that moved. */
  readonly marks: MarkColumn
}

export type Dictionaries = Readonly<Record<TextColumnName, Dictionary>>

/** One value for each text column. */
export function forEachText<T>(make: (name: TextColumnName) => T): Record<TextColumnName, T> {
  // Every name of both lists is a key of the result.
  return Object.fromEntries([...TUPLE_COLUMNS.text, ...OWN_TEXTS].map((name) => [name, make(name)])) as Record<TextColumnName, T>
}

/** One value for each number column. */
export function forEachNumber<T>(make: (name: NumberName) => T): Record<NumberName, T> {
  // Every name of the list is a key of the result.
  return Object.fromEntries(TUPLE_COLUMNS.number.map((name) => [name, make(name)])) as Record<NumberName, T>
}

/** The slots of one manager; an empty range when it has none. */
export function rangeOf(layout: Layout, manager: string): ManagerRange {
  return layout.ranges.find((range) => range.manager === manager) ?? { manager, start: 0, end: 0 }
}

/** The slot of an agent, or -1. */
export function slotOf(layout: Layout, manager: string, id: number): number {
  const { start, end } = rangeOf(layout, manager)
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((layout.ids[middle] ?? 0) < id) low = middle + 1
    else high = middle
  }
  return low < end && layout.ids[low] === id ? low : -1
}

/** How the manager of a slot stands to a manager, by code units of the id. */
export function compareManagers(layout: Layout, slot: number, manager: string): number {
  const own = layout.ranges.find((range) => slot < range.end)?.manager ?? ''
  return own < manager ? -1 : own > manager ? 1 : 0
}
