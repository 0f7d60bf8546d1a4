import type { Scope } from '#lib/agent/scope.ts'
import type { LiveEvent, LiveManager } from '#lib/contract/live.ts'
import type { Clock } from '#server/clock.ts'
import type { FleetIndex } from '#server/fleet/fleet-index.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { Log } from '#server/log.ts'
import { isoTime } from '#server/services/iso-time.ts'
import type { LiveBus } from './bus.ts'
import { Outlet } from './outlet.ts'
import { hasVisibleChange, type Sight, sightOf } from './visible-change.ts'

/** A browser has one stream, and for a moment two when another tab takes over; a dead one may not be noticed yet. */
const SESSION_STREAMS = 4
const ALL_STREAMS = 500
const TICK_MS = 1000
const BEAT_MS = 15_000
/** How often a stream's session is looked up again: the time within which a lost right or an ended session ends it. */
const CHECK_MS = 3000
/** With many streams each is looked up less often: this long for each of them. */
const CHECK_MS_EACH = 20
const SLOW_MS = 15_000

/** Who reads a stream. */
export interface Viewer {
  /** The same for all streams of one session. */
  readonly session: string
  readonly scope: Scope
  /** What the session may see now, `null` when it is over. @throws when that can't be found out */
  readonly look: () => Promise<Scope | null>
}

interface Stream {
  readonly viewer: Viewer
  readonly outlet: Outlet
  group: Group
  checkedAt: number
  sentAt: number
  checking: boolean
}

/** Readers with the same rights; what they see is compared once for all of them. */
interface Group {
  readonly scope: Scope
  sight: Sight
  managers: readonly LiveManager[]
}

interface Parts {
  readonly bus: LiveBus
  readonly fleet: Pick<FleetIndex, 'snapshot'>
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
}

/** All open event streams of this process: who reads, what changed for each, and when one has to end. */
export class LiveHub {
  readonly #parts: Parts
  readonly #streams = new Set<Stream>()
  readonly #groups = new Map<string, Group>()
  readonly #unsubscribe: () => void
  #ticking: AbortController | null = null
  #telling: Promise<void> | null = null
  #isBehind = false
  #isClosed = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#unsubscribe = parts.bus.subscribe(() => {
      this.#isBehind = true
      this.#telling ??= this.#tell().finally(() => {
        this.#telling = null
      })
    })
  }

  get size(): number {
    return this.#streams.size
  }

  /** A stream for one reader; `null` when the session or the process has as many as it may have, or ends. */
  async open(viewer: Viewer): Promise<ReadableStream<Uint8Array> | null> {
    if (this.#isFull(viewer.session)) return null
    const group = this.#keep(await this.#groupOf(viewer.scope))
    // Others may have come while the rights were worked out.
    if (this.#isFull(viewer.session)) return null
    const now = this.#parts.clock.now()
    const outlet = new Outlet(() => this.#remove(stream))
    const stream: Stream = { viewer, outlet, group, checkedAt: now, sentAt: now, checking: false }
    this.#streams.add(stream)
    this.#send(stream, { kind: 'hello', beatSeconds: BEAT_MS / 1000, managers: [...group.managers] })
    this.#startTicking()
    return outlet.stream
  }

  /** Ends all streams, so that the server can end; none is opened any more. */
  close(): void {
    this.#isClosed = true
    this.#unsubscribe()
    for (const stream of [...this.#streams]) this.#end(stream, 'stopping')
  }

  /** Looks every reader's session up again now, as when one was ended; resolves when those that are over have been cut off. */
  async lookAgain(): Promise<void> {
    for (const stream of this.#streams) stream.checkedAt = Number.NEGATIVE_INFINITY
    await this.tick()
  }

  /** Resolves when everybody has been told what was published before. */
  async settled(): Promise<void> {
    while (this.#telling) await this.#telling
  }

  /** Beats, cuts off who does not read, and looks after sessions; every second of its own while there are streams. */
  async tick(): Promise<void> {
    const now = this.#parts.clock.now()
    const checkMs = Math.max(CHECK_MS, this.#streams.size * CHECK_MS_EACH)
    const checks: Promise<void>[] = []
    for (const stream of [...this.#streams]) {
      const { outlet, checkedAt, sentAt } = stream
      if (outlet.waitingSince !== null && now - outlet.waitingSince >= SLOW_MS) {
        this.#remove(stream)
        outlet.cut()
      } else {
        if (Math.abs(now - sentAt) >= BEAT_MS) this.#send(stream, { kind: 'beat' })
        if (!stream.checking && Math.abs(now - checkedAt) >= checkMs) checks.push(this.#check(stream, now))
      }
    }
    await Promise.all(checks)
  }

  #isFull(session: string): boolean {
    if (this.#isClosed || this.#streams.size >= ALL_STREAMS) return true
    return [...this.#streams].filter(({ viewer }) => viewer.session === session).length >= SESSION_STREAMS
  }

  async #check(stream: Stream, now: number): Promise<void> {
    stream.checking = true
    try {
      const scope = await stream.viewer.look()
      if (scope === null) return this.#end(stream, 'session')
      const before = stream.group
      if (scopeKey(scope) === scopeKey(before.scope)) return
      stream.group = this.#keep(await this.#groupOf(scope))
      this.#forgetGroups()
      this.#send(stream, { kind: 'change', rows: true, pass: false, rights: true, managers: [...stream.group.managers] })
    } catch {
      // The store can't say whether the session holds: whoever is still allowed comes back.
      this.#end(stream, 'stopping')
    } finally {
      stream.checkedAt = now
      stream.checking = false
    }
  }

  async #groupOf(scope: Scope): Promise<Group> {
    const key = scopeKey(scope)
    const known = this.#groups.get(key)
    if (known) return known
    const snapshot = this.#parts.fleet.snapshot()
    return { scope, sight: await sightOf(snapshot, scope), managers: managersOf(snapshot, scope) }
  }

  /** The group under its rights, or the one that came there meanwhile. */
  #keep(group: Group): Group {
    const key = scopeKey(group.scope)
    const known = this.#groups.get(key) ?? group
    this.#groups.set(key, known)
    return known
  }

  /** Tells every group what changed for it, until nothing newer was published meanwhile. */
  async #tell(): Promise<void> {
    while (this.#isBehind) {
      this.#isBehind = false
      const snapshot = this.#parts.fleet.snapshot()
      this.#forgetGroups()
      for (const group of [...this.#groups.values()]) {
        try {
          await this.#tellGroup(group, snapshot)
        } catch (error) {
          this.#parts.log.error({ err: error }, 'What changed could not be told')
        }
      }
    }
  }

  async #tellGroup(group: Group, snapshot: FleetSnapshot): Promise<void> {
    const sight = await sightOf(snapshot, group.scope)
    const rows = await hasVisibleChange(group.sight, sight, snapshot)
    const managers = managersOf(snapshot, group.scope)
    const pass = JSON.stringify(managers) !== JSON.stringify(group.managers)
    Object.assign(group, { sight, managers })
    if (!rows && !pass) return
    for (const stream of this.#streams)
      if (stream.group === group) this.#send(stream, { kind: 'change', rows, pass, rights: false, managers: [...managers] })
  }

  #send(stream: Stream, event: LiveEvent): void {
    stream.sentAt = this.#parts.clock.now()
    stream.outlet.send(event, stream.sentAt)
  }

  #end(stream: Stream, why: 'session' | 'stopping'): void {
    this.#remove(stream)
    stream.outlet.end(why)
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream)
    if (this.#streams.size === 0) {
      this.#ticking?.abort()
      this.#ticking = null
    }
    this.#forgetGroups()
  }

  #forgetGroups(): void {
    const used = new Set([...this.#streams].map(({ group }) => group))
    for (const [key, group] of this.#groups) if (!used.has(group)) this.#groups.delete(key)
  }

  #startTicking(): void {
    if (this.#ticking) return
    const ticking = new AbortController()
    this.#ticking = ticking
    const run = async () => {
      while (!ticking.signal.aborted) {
        await this.#parts.clock.sleep(TICK_MS, ticking.signal)
        // A look-up may take seconds; the beats of the others do not wait for it.
        if (!ticking.signal.aborted) void this.tick()
      }
    }
    void run()
  }
}

function managersOf(snapshot: FleetSnapshot, scope: Scope): readonly LiveManager[] {
  return managersInScope(snapshot.managers, scope).map(({ id, state, asOf, lastSyncAt }) => ({
    id,
    state,
    asOf: isoTime(asOf),
    lastSyncAt: isoTime(lastSyncAt),
  }))
}
