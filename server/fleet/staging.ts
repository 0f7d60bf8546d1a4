import { toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import { type AgentTuple, type KeepaliveTuple, type NumberName, type TextName, TUPLE_COLUMNS } from '#server/store/fleet-rows.ts'
import { readGroups } from './group-lists.ts'
import { type Dictionaries, forEachNumber, forEachText } from './table.ts'

/**
 * Rows read from the store and not yet part of a table, encoded at once so that no row is kept as objects.
 * A later row of the same agent replaces an earlier one.
 */
export class Staging {
  readonly #dictionaries: Dictionaries
  /** Managers whose rows are dropped before anything is applied. */
  readonly dropped = new Set<string>()
  readonly managers: string[] = []
  /** Revision of the removal by key. */
  readonly removed = new Map<number, number>()
  readonly keepalives = new Map<number, number>()
  readonly manager = new Whole()
  readonly id = new Whole()
  readonly key = new Whole()
  readonly revision = new Whole()
  readonly text: Readonly<Record<TextName, Whole>> = forEachText(() => new Whole())
  readonly number: Readonly<Record<NumberName, Decimal>> = forEachNumber(() => new Decimal())

  constructor(dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries
  }

  get rows(): number {
    return this.id.length
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.removed.size === 0 && this.keepalives.size === 0 && this.dropped.size === 0
  }

  addAgents(managerId: string, tuples: readonly AgentTuple[]): void {
    let manager = this.managers.indexOf(managerId)
    if (manager < 0) manager = this.managers.push(managerId) - 1
    for (const tuple of tuples) {
      this.manager.push(manager)
      this.key.push(Number(tuple[0]))
      this.id.push(Number(tuple[1]))
      this.revision.push(Number(tuple[2]))
      let at = TUPLE_COLUMNS.whole.length
      for (const name of TUPLE_COLUMNS.text) this.text[name].push(this.#dictionaries[name].encode(toText(name, tuple[at++])))
      for (const name of TUPLE_COLUMNS.number) this.number[name].push(toNumber(tuple[at++]))
      this.keepalives.delete(Number(tuple[0]))
    }
  }

  addKeepalives(tuples: readonly KeepaliveTuple[]): void {
    for (const [key, at] of tuples) this.keepalives.set(key, at)
  }
}

/** Closed sets stay closed whatever the store holds, and no groups is no value. */
function toText(name: TextName, value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return name === 'groupConfigStatus' ? 'unknown' : null
  const text = String(value)
  if (name === 'status') return toAgentStatus(text)
  if (name === 'groupConfigStatus') return toSyncState(text)
  if (name === 'groups' && readGroups(text).length === 0) return null
  return text
}

function toNumber(value: string | number | null | undefined): number {
  return typeof value === 'number' ? Math.trunc(value) : Number.NaN
}

/** A growing list of 32-bit integers. */
class Whole {
  values = new Int32Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index] ?? 0
  }
}

/** A growing list of doubles. */
class Decimal {
  values = new Float64Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index] ?? Number.NaN
  }
}
