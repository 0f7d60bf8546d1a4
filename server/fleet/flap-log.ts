import type { FleetRows, ManagerRow } from '#server/store/fleet-rows.ts'
import { Decimal, Whole } from './growing.ts'
import type { Layout } from './table.ts'
import type { Turns } from './turns.ts'

/** Changes of status count for so long, by the manager's clock. */
const WINDOW_MS = 24 * 3_600_000
/** Rows of one slice: about 10 ms of the page thread. */
const SLICE = 5000

/** Changes of one manager within the window, in the order in which passes saw them. */
interface Log {
  readonly key: Whole
  readonly seenAt: Decimal
  /** Everything before this place has left the window. */
  head: number
  last: { readonly seenAt: number; readonly id: number }
  asOf: number
  revision: number
}

/** How often each endpoint's status changed within the last 24 hours: kept up with the store, a change at a time. */
export class FlapLog {
  readonly #logs = new Map<string, Log>()
  /** By key of the endpoint. */
  #counts = new Uint16Array(1024)
  #oldestId: number | null = null

  /** Reads what is new of managers whose revision or clock moved, and forgets what has left the window. */
  async read(rows: FleetRows, managers: readonly ManagerRow[], turns: Turns): Promise<void> {
    for (const id of this.#logs.keys()) if (!managers.some((manager) => manager.id === id)) this.#forget(id)
    const moved = managers.filter(({ id, asOf, revision }) => {
      const log = this.#logs.get(id)
      return asOf !== null && (log?.asOf !== asOf || log.revision !== revision)
    })
    if (moved.length === 0) return
    // A past that is written afterwards has lower ids than anything known.
    const oldestId = await rows.oldestChange()
    if (oldestId !== null && this.#oldestId !== null && oldestId < this.#oldestId) for (const { id } of managers) this.#forget(id)
    this.#oldestId = oldestId
    for (const manager of moved) await this.#readManager(rows, manager, manager.asOf ?? 0, turns)
  }

  /** The counts by slot; `old` itself when nothing in it moved. */
  column(layout: Layout, old: Float64Array): Float64Array {
    const out = new Float64Array(layout.size)
    let isSame = old.length === out.length
    for (let slot = 0; slot < out.length; slot++) {
      const count = this.#counts[layout.keys[slot] ?? 0] ?? 0
      out[slot] = count
      isSame &&= old[slot] === count
    }
    return isSame ? old : out
  }

  async #readManager(rows: FleetRows, { id, revision }: ManagerRow, asOf: number, turns: Turns): Promise<void> {
    const known = this.#logs.get(id)
    // Another store, or a clock that was set back: what was read may not be so.
    if (known && (revision < known.revision || asOf < known.asOf)) this.#forget(id)
    const from = asOf - WINDOW_MS
    const log = this.#logs.get(id) ?? newLog(from)
    this.#logs.set(id, log)
    this.#expire(log, from)
    for (;;) {
      if (turns.spent) await turns.next()
      const changes = await rows.statusChanges(id, log.last, SLICE)
      for (const [changeId, key, seenAt] of changes) {
        log.last = { seenAt, id: changeId }
        if (seenAt <= from) continue
        log.key.push(key)
        log.seenAt.push(seenAt)
        this.#add(key, 1)
      }
      if (changes.length < SLICE) break
    }
    log.asOf = asOf
    log.revision = revision
  }

  #expire(log: Log, from: number): void {
    while (log.head < log.key.length && log.seenAt.at(log.head) <= from) this.#add(log.key.at(log.head++), -1)
    if (log.head < 10_000 || log.head * 2 < log.key.length) return
    log.key.dropFirst(log.head)
    log.seenAt.dropFirst(log.head)
    log.head = 0
  }

  #forget(id: string): void {
    const log = this.#logs.get(id)
    if (log) for (let i = log.head; i < log.key.length; i++) this.#add(log.key.at(i), -1)
    this.#logs.delete(id)
  }

  #add(key: number, change: 1 | -1): void {
    if (key >= this.#counts.length) {
      const grown = new Uint16Array(Math.max(key + 1, this.#counts.length * 2))
      grown.set(this.#counts)
      this.#counts = grown
    }
    this.#counts[key] = Math.min((this.#counts[key] ?? 0) + change, 65_535)
  }
}

function newLog(from: number): Log {
  const last = { seenAt: from, id: Number.MAX_SAFE_INTEGER }
  return { key: new Whole(), seenAt: new Decimal(), head: 0, last, asOf: Number.NEGATIVE_INFINITY, revision: 0 }
}
