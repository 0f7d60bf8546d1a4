import { toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import { type AgentTuple, type KeepaliveTuple, type NumberName, type TextName, TUPLE_COLUMNS } from '#server/store/fleet-rows.ts'
import { readGroups } from './group-lists.ts'
import { Decimal, Whole } from './growing.ts'
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
  /** Keys and their new keep-alives; later ones count. Lists, because a map this large stops the thread when it grows. */
  readonly keepalives = { key: new Whole(), at: new Decimal() }
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
    return this.rows === 0 && this.removed.size === 0 && this.keepalives.key.length === 0 && this.dropped.size === 0
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
    }
  }

  addKeepalives(tuples: readonly KeepaliveTuple[]): void {
    for (const [key, at] of tuples) {
      this.keepalives.key.push(key)
      this.keepalives.at.push(at)
    }
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
