import { inScope, type Scope } from '#lib/agent/scope.ts'
import { AGENT_STATUSES } from '#lib/agent/status.ts'
import type { StatusCounts } from '#lib/insight/evolution.ts'
import { ABSENT, keyOf, STATES, startOf, toState } from '#lib/insight/net-changes.ts'
import type { Span } from '#lib/insight/walk.ts'
import { hasBit } from '#server/fleet/bits.ts'
import { scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import { changesRepo } from '#server/store/changes-repo.ts'
import { rollUpsRepo } from '#server/store/rollups-repo.ts'
import { SIZE_MS } from '#server/store/rollups-writer.ts'
import type { ServiceContext } from '../context.ts'

/** Not one of `STATES`: an endpoint that the scope does not see. */
const OUTSIDE = 255
const STEP = 20_000

/**
 * How many endpoints of a manager in scope were in which status at some times: those in scope now, and those that went and would be,
 * from their state now backwards through their changes. What passes saw at a time itself is not yet part of it.
 * @param times falling @param spans from now back to the last of `times`, as `planWalk` gives them
 */
export async function walkBack(
  ctx: Pick<ServiceContext, 'prisma' | 'scope'>,
  snapshot: FleetSnapshot,
  manager: ManagerView,
  times: readonly number[],
  spans: readonly Span[],
): Promise<Map<number, StatusCounts>> {
  const { scope } = ctx
  const store = { changes: changesRepo(ctx.prisma), rollUps: rollUpsRepo(ctx.prisma) }
  const states = await statesNow(snapshot, manager, scope)
  const oldest = times[times.length - 1] ?? 0
  const removals = await store.changes.removals(scope, manager.id, oldest, Number.MAX_SAFE_INTEGER)
  const gone = removals.filter(({ agentId, groups }) => inScope(scope, { manager: manager.id, id: String(agentId), groups }))
  for (const { key } of gone) states.add(key)

  const out = new Map<number, StatusCounts>()
  let [asked, removal] = [0, 0]
  for (const span of spans) {
    if (span.kind === 'changes') await singleChanges(span.from, span.to)
    else await netChanges(span.kind, span.from, span.to)
  }
  answerDownTo(Number.NEGATIVE_INFINITY)
  return out

  /** Everything that was seen at `at` or later is undone: the times after it, up to it, have their answer. */
  function answerDownTo(at: number): void {
    for (; asked < times.length && (times[asked] ?? 0) > at; asked++) out.set(times[asked] ?? 0, states.counts())
  }

  async function singleChanges(from: number, to: number): Promise<void> {
    for await (const slice of store.changes.statusChanges(scope, manager.id, from, to)) {
      for (const { key, field, from: before, seenAt } of slice) {
        undoRemovals(seenAt)
        answerDownTo(seenAt)
        states.set(key, field === 'dateAdd' ? ABSENT : STATES.indexOf(toState(before)))
      }
      if (snapshot.turns.spent) await snapshot.turns.next()
    }
    undoRemovals(from)
  }

  /** The removals that a pass saw at `from` or later. */
  function undoRemovals(from: number): void {
    for (let one = gone[removal]; one && one.removedAt >= from; one = gone[++removal]) {
      answerDownTo(one.removedAt)
      states.set(one.key, STATES.indexOf(one.status))
    }
  }

  async function netChanges(kind: 'hour' | 'day', from: number, to: number): Promise<void> {
    const size = SIZE_MS[kind]
    for await (const { at, packed } of store.rollUps.netChanges(scope, manager.id, kind, from, to)) {
      answerDownTo(at + size - 1)
      if (packed === null) {
        await singleChanges(at, at + size)
        continue
      }
      for (let i = 0; i < packed.length; i += STEP) {
        if (i > 0 && snapshot.turns.spent) await snapshot.turns.next()
        states.undo(packed, i, Math.min(i + STEP, packed.length))
      }
      while ((gone[removal]?.removedAt ?? Number.NEGATIVE_INFINITY) >= at) removal++
      if (snapshot.turns.spent) await snapshot.turns.next()
    }
    while ((gone[removal]?.removedAt ?? Number.NEGATIVE_INFINITY) >= from) removal++
  }
}

/** The state of every endpoint in scope by its key, and how many are in which. */
class States {
  #byKey: Uint8Array
  readonly #counts = new Int32Array(STATES.length)

  constructor(highestKey: number) {
    this.#byKey = new Uint8Array(highestKey + 1).fill(OUTSIDE)
  }

  /** Takes an endpoint into scope. */
  add(key: number, state: number = ABSENT): void {
    if (key >= this.#byKey.length) {
      const grown = new Uint8Array(Math.max(key + 1, this.#byKey.length * 2)).fill(OUTSIDE)
      grown.set(this.#byKey)
      this.#byKey = grown
    }
    if (this.#byKey[key] !== OUTSIDE) return
    this.#byKey[key] = state
    this.#counts[state] = (this.#counts[state] ?? 0) + 1
  }

  /** Changes the state of an endpoint, if it is in scope. */
  set(key: number, state: number): void {
    const before = this.#byKey[key] ?? OUTSIDE
    if (before === OUTSIDE) return
    this.#byKey[key] = state
    this.#counts[before] = (this.#counts[before] ?? 0) - 1
    this.#counts[state] = (this.#counts[state] ?? 0) + 1
  }

  /** `set` to the start of each of some net changes. A year of a large fleet is a million of them, so this is one plain loop. */
  undo(packed: Uint32Array, from: number, to: number): void {
    const byKey = this.#byKey
    const counts = this.#counts
    for (let i = from; i < to; i++) {
      const one = packed[i] ?? 0
      const key = keyOf(one)
      const before = byKey[key] ?? OUTSIDE
      if (before === OUTSIDE) continue
      const state = startOf(one)
      byKey[key] = state
      counts[before] = (counts[before] ?? 0) - 1
      counts[state] = (counts[state] ?? 0) + 1
    }
  }

  counts(): StatusCounts {
    const counts = { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 }
    for (const [i, status] of AGENT_STATUSES.entries()) counts[status] = this.#counts[i + 1] ?? 0
    return counts
  }
}

async function statesNow(snapshot: FleetSnapshot, { start, end }: ManagerView, scope: Scope): Promise<States> {
  const bits = await scopeSlots(snapshot, scope)
  const { layout, text } = snapshot.table
  const { codes, words } = text.status
  const byCode = Array.from({ length: words.size }, (_, code) => STATES.indexOf(toState(words.values[code] ?? '')))
  let highest = 0
  for (let slot = start; slot < end; slot++) highest = Math.max(highest, layout.keys[slot] ?? 0)
  const states = new States(highest)
  for (let slot = start; slot < end; slot++) {
    if (hasBit(bits, slot)) states.add(layout.keys[slot] ?? 0, byCode[codes[slot] ?? 0] ?? ABSENT)
  }
  return states
}
