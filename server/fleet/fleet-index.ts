import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import { type AnnotationRows, annotationRows } from '#server/store/annotation-rows.ts'
import { fleetRows, type ManagerRow } from '#server/store/fleet-rows.ts'
import { type MarkRows, markRows } from '#server/store/mark-rows.ts'
import type { StoreClient } from '#server/store/prisma.ts'
import { AnnotationLog } from './annotation-log.ts'
import { applyStaging } from './apply.ts'
import { FleetCaches } from './caches.ts'
import { FlapLog } from './flap-log.ts'
import { MarkLog } from './mark-log.ts'
import { readChanges } from './read-changes.ts'
import { type FleetSnapshot, makeSnapshot } from './snapshot.ts'
import { Staging } from './staging.ts'
import { Turns } from './turns.ts'
import { emptyTable, Vocabulary } from './vocabulary.ts'

const POLL_MS = 500
/** After a failure the store is left alone for a while. */
const RETRY_MS = 2000
/** Texts that no row uses any more are forgotten by loading everything anew once there are this many beyond twice the rows. */
const SPARE_TEXTS = 20_000

interface Options {
  readonly prisma: StoreClient
  readonly clock: Clock
  readonly log: Log
  /** Ids of the managers to show; all that the store knows when absent. */
  readonly managers?: readonly string[]
  readonly rules?: FleetRules
  /** Called after each newer snapshot was published. */
  readonly onPublish?: () => void
}

/**
 * The current fleet in memory, kept up with the store by `Manager.revision`. Readers take a snapshot and keep it for
 * the whole answer. All work yields to the event loop, so that no step holds the thread for more than a few milliseconds.
 */
export class FleetIndex {
  readonly #options: Options
  readonly #rows: ReturnType<typeof fleetRows>
  readonly #turns = new Turns()
  readonly #flaps = new FlapLog()
  readonly #marks = new MarkLog()
  readonly #markRows: MarkRows
  readonly #annotations = new AnnotationLog()
  readonly #annotationRows: AnnotationRows
  #vocabulary = new Vocabulary()
  #snapshot: FleetSnapshot
  /** Revision up to which each manager has been read. */
  #revisions: ReadonlyMap<string, number> = new Map()
  #published = ''
  #isFailing = false
  #stopped = new AbortController()
  #refreshing: Promise<void> | null = null
  #polling: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
    this.#rows = fleetRows(options.prisma)
    this.#markRows = markRows(options.prisma)
    this.#annotationRows = annotationRows(options.prisma)
    const table = emptyTable(this.#vocabulary)
    this.#snapshot = makeSnapshot({
      ...{ loaded: false, table, managers: [], rules: options.rules ?? RULES_DEFAULT },
      ...{ turns: this.#turns, caches: new FleetCaches() },
    })
  }

  /** The newest complete state. */
  snapshot(): FleetSnapshot {
    return this.#snapshot
  }

  /** Reads the store once and then keeps up with it until `stop`. A store that can't be read is tried again; never rejects. */
  async start(): Promise<void> {
    if (this.#polling) return
    this.#stopped = new AbortController()
    const first = this.#tryRefresh()
    this.#polling = first.then((ok) => this.#poll(ok))
    await first
  }

  /** Ends keeping up; resolves when nothing is read any more. The last snapshot stays. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#polling
    this.#polling = null
  }

  /** Brings the snapshot up to what the store holds now. Calls at the same time share one refresh. @throws what the store throws */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #poll(firstOk: boolean): Promise<void> {
    const { signal } = this.#stopped
    let ok = firstOk
    while (!signal.aborted) {
      await this.#options.clock.sleep(ok ? POLL_MS : RETRY_MS, signal)
      if (!signal.aborted) ok = await this.#tryRefresh()
    }
  }

  /** Says once that the store can't be read, and once that it can be again. */
  async #tryRefresh(): Promise<boolean> {
    const { log } = this.#options
    try {
      await this.refresh()
      if (this.#isFailing) log.info('The store can be read again')
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'The store can’t be read; the last fleet stays')
      this.#isFailing = true
    }
    return !this.#isFailing
  }

  async #refresh(): Promise<void> {
    const only = this.#options.managers
    const shown = (rows: readonly ManagerRow[]) => rows.filter((row) => !only || only.includes(row.id))
    const fresh = this.#isWasteful() ? new Vocabulary() : null
    const vocabulary = fresh ?? this.#vocabulary
    const staging = new Staging(vocabulary.dictionaries)
    const known = fresh ? new Map<string, number>() : this.#revisions
    const { managers, revisions } = await readChanges({ rows: this.#rows, shown, known, staging, turns: this.#turns })
    const text = JSON.stringify(managers)
    const isMarked = await this.#marks.read(this.#markRows, this.#options.clock.now(), this.#turns)
    const isAnnotated = await this.#annotations.read(this.#annotationRows, vocabulary, this.#turns)
    if (this.#snapshot.loaded && staging.isEmpty && !fresh && !isMarked && !isAnnotated && text === this.#published) return
    const base = fresh ? emptyTable(vocabulary) : this.#snapshot.table
    const rows = staging.isEmpty && !fresh ? base : await applyStaging(base, staging, vocabulary, this.#turns)
    await this.#flaps.read(this.#rows, managers, this.#turns)
    const flaps = this.#flaps.column(rows.layout, rows.flaps)
    const marks = this.#marks.column(rows.layout, rows.marks)
    const own = await this.#annotations.columns(rows.layout, rows.text, vocabulary, this.#turns)
    const isSame = flaps === rows.flaps && marks === rows.marks && own.alias === rows.text.alias && own.tags === rows.text.tags
    const table = isSame ? rows : { ...rows, text: { ...rows.text, ...own }, flaps, marks }
    if (this.#turns.spent) await this.#turns.next()
    this.#snapshot = makeSnapshot({ ...this.#snapshot, loaded: true, table, managers })
    this.#snapshot.caches.retain(table)
    this.#vocabulary = vocabulary
    this.#revisions = revisions
    this.#published = text
    this.#options.onPublish?.()
  }

  #isWasteful(): boolean {
    const limit = 2 * this.#snapshot.table.layout.size + SPARE_TEXTS
    return Object.values(this.#vocabulary.dictionaries).some((dictionary) => dictionary.size > limit)
  }
}
