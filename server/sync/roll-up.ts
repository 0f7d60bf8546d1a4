import { bucketsOf, joinBuckets } from '#lib/insight/bucket.ts'
import { joinNetChanges, packNetChanges } from '#lib/insight/net-changes.ts'
import { type PassFact, SKEW_MAX_MS, timeOfPass } from '#lib/insight/pass-fact.ts'
import { DAY_MS, HOUR_MS, KEPT } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import type { RollUpsWriter, StoredBucket } from '#server/store/rollups-writer.ts'
import type { Writer } from '#server/store/writer.ts'
import { failureOf } from './failure.ts'

/** Passes that are read at once when there is much to catch up with. */
const CHUNK_MS = 2 * DAY_MS
/** A pass may have begun, by our clock, this much before the time it looked at; doubled for two that differ in either direction. */
const LOOK_BACK_MS = 2 * SKEW_MAX_MS
const FOREVER = Number.MAX_SAFE_INTEGER

/** `rollUp`, for the end of a pass: a store that fails is a warning, and the next pass catches up. */
export function rollUpAfterPass({ writer, log, clock }: Needs, managerId: string): void {
  try {
    rollUp(writer.rollUps, managerId, clock.now())
  } catch (error) {
    log.warn({ manager: managerId, problem: failureOf(error).problem }, 'Passes could not be rolled up')
  }
}

interface Needs {
  readonly writer: Pick<Writer, 'rollUps'>
  readonly log: Pick<Log, 'warn'>
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Writes the buckets that are over and that no later pass can change, from the passes since the last one. Runs after every pass,
 * before old ones are forgotten; what it could not write it writes the next time. @throws what the store throws
 */
export function rollUp(store: RollUpsWriter, managerId: string, now: number): void {
  const start = firstOpenHour(store, managerId)
  if (start === null) return
  const end = rollUpHours(store, managerId, start)
  const { newest } = store.range(managerId, 'hour')
  if (newest === null) return
  // After a clock was set back less may be certain than before.
  if (newest >= end) {
    store.remove(managerId, 'hour', end, FOREVER)
    store.remove(managerId, 'day', floor(end, DAY_MS), FOREVER)
  } else if (end === start) return
  rollUpDays(store, managerId, start, end)
  store.remove(managerId, 'hour', 0, now - KEPT.hoursMs)
  store.remove(managerId, 'day', 0, now - KEPT.daysMs)
}

/** Makes all buckets anew for which the passes are still there; older ones stay. */
export function rebuildRollUps(store: RollUpsWriter, managerId: string, now: number): void {
  const from = keptBefore(store, managerId)
  store.remove(managerId, 'hour', from, FOREVER)
  store.remove(managerId, 'day', floor(from, DAY_MS), FOREVER)
  rollUp(store, managerId, now)
}

/** Where the next bucket begins; earlier when a clock was set back and a pass looked at a time that is written already. */
function firstOpenHour(store: RollUpsWriter, managerId: string): number | null {
  const { newest } = store.range(managerId, 'hour')
  if (newest === null) {
    const first = store.firstPassAt(managerId)
    if (first === null) return null
    const passes = store.passes(managerId, 0, first + 2 * SKEW_MAX_MS)
    return floor(Math.min(first, ...passes.map(timeOfPass)), HOUR_MS)
  }
  const next = newest + HOUR_MS
  const passes = store.passes(managerId, next - LOOK_BACK_MS, FOREVER)
  const late = lateFrom(passes)
  return late === null ? next : Math.min(next, Math.max(floor(late, HOUR_MS), keptBefore(store, managerId)))
}

/** From when on the newest pass changes what the others said, if it looked before one of them. */
function lateFrom(passes: readonly PassFact[]): number | null {
  const newest = passes[passes.length - 1]
  if (!newest) return null
  const at = timeOfPass(newest)
  if (passes.every((pass) => timeOfPass(pass) <= at)) return null
  const isGood = ({ outcome }: PassFact) => outcome === 'ok' || outcome === 'unconfirmed'
  const before = passes.filter((pass) => isGood(pass) && pass !== newest && timeOfPass(pass) <= at)
  return Math.max(...before.map(timeOfPass), Math.min(at, ...passes.map(timeOfPass)))
}

/** Buckets before this are made of passes that are gone. */
function keptBefore(store: RollUpsWriter, managerId: string): number {
  const first = store.firstPassAt(managerId) ?? FOREVER
  const { oldest } = store.range(managerId, 'hour')
  const from = floor(first - SKEW_MAX_MS, HOUR_MS)
  return oldest !== null && oldest < from ? floor(first + SKEW_MAX_MS, HOUR_MS) + HOUR_MS : 0
}

/** @returns end of the last bucket written; `start` without any */
function rollUpHours(store: RollUpsWriter, managerId: string, from: number): number {
  let start = from
  let span = CHUNK_MS
  for (;;) {
    const passes = store.passes(managerId, start - LOOK_BACK_MS, start + span)
    const { segments, settledUntil } = timeline(passes, FOREVER)
    const end = settledUntil === null ? start : floor(settledUntil, HOUR_MS)
    if (end > start) {
      const edges = Array.from({ length: (end - start) / HOUR_MS + 1 }, (_, i) => start + i * HOUR_MS)
      const buckets = bucketsOf(passes, segments, edges).map((bucket) => ({
        ...bucket,
        changes: encode(packNetChanges(store.stateEvents(managerId, bucket.at, bucket.to))),
      }))
      store.save(managerId, 'hour', buckets)
      start = end
      span = CHUNK_MS
    } else if (store.hasPassSince(managerId, start + span)) span *= 4
    else return start
  }
}

function rollUpDays(store: RollUpsWriter, managerId: string, from: number, to: number): void {
  const { newest } = store.range(managerId, 'day')
  const start = newest === null ? floor(from, DAY_MS) : Math.min(newest + DAY_MS, floor(from, DAY_MS))
  const days: StoredBucket[] = []
  for (let at = start; at + DAY_MS <= to; at += DAY_MS) {
    const hours = store.buckets(managerId, 'hour', at, at + DAY_MS, HOUR_MS)
    if (hours.length === 0) continue
    const parts = hours.map(({ changes }) => (changes === null ? null : decode(changes)))
    const known = parts.filter((part) => part !== null)
    const changes = known.length === parts.length ? encode(joinNetChanges(known)) : null
    days.push({ ...joinBuckets(hours, at, at + DAY_MS), changes })
  }
  store.save(managerId, 'day', days)
}

function floor(at: number, size: number): number {
  return Math.floor(at / size) * size
}

function encode(packed: Uint32Array | null): string | null {
  return packed && Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString('base64')
}

function decode(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
