import { bucketsOf } from '#lib/insight/bucket.ts'
import { joinNetChanges, packNetChanges, type StateEvent } from '#lib/insight/net-changes.ts'
import { DAY_MS, HOUR_MS, KEPT } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { rollUpsWriter, type StoredBucket } from '#server/store/rollups-writer.ts'
import type { Sqlite } from '#server/store/sqlite.ts'

const EVERY_MS = 30_000
const LOOKS_A_DAY = DAY_MS / EVERY_MS
const STATUS = ['active', 'disconnected'] as const

interface Year {
  readonly manager: string
  /** Endpoints by their keys in the store and their ids. */
  readonly agents: readonly { readonly key: number; readonly id: number }[]
  readonly changesADay: number
  readonly now: number
  /** How long before now single passes are written; they and the changes take the lowest ids. */
  readonly passesMs: number
}

/**
 * Writes a year of invented past, for figures: hours and days as they would have been rolled up, every change of status, and the
 * passes of the last days. @returns which of the agents are disconnected at its end, and how much was written
 */
export function writeYear(
  db: Sqlite,
  { manager, agents, changesADay, now, passesMs }: Year,
): { down: Uint8Array; changes: number; passes: number } {
  const down = new Uint8Array(agents.length)
  const start = Math.floor((now - 370 * DAY_MS) / DAY_MS) * DAY_MS
  const writer = rollUpsWriter(db, (work) => work())
  const random = randomOf(1)
  const transitions: (string | number)[][] = []
  const passes: (string | number)[][] = []
  const days: StoredBucket[] = []
  let gone = 0
  for (let day = start; day < now; day += DAY_MS) {
    const hours: StoredBucket[] = []
    for (let hour = day; hour < day + DAY_MS && hour < now - 20_000; hour += HOUR_MS) {
      const events: StateEvent[] = []
      const looks = []
      for (let at = hour; at < hour + HOUR_MS && at < now - 9_000; at += EVERY_MS) {
        // From none to twice the mean, and the mean may be far below one.
        for (let i = Math.floor((random(2_001) * changesADay * 2) / 2_000 / LOOKS_A_DAY + random(1_000) / 1_000); i > 0; i--) {
          const index = random(agents.length)
          const agent = agents[index]
          if (!agent) continue
          const was = down[index] === 1 ? 1 : 0
          down[index] = 1 - was
          gone += 1 - 2 * was
          const [from, to] = [STATUS[was], STATUS[was === 1 ? 0 : 1]]
          events.push({ key: agent.key, from, to })
          transitions.push([agent.key, agent.id, from, to, at - EVERY_MS, at])
        }
        looks.push(lookAt(at, agents.length, gone))
        if (at > now - passesMs) passes.push([at, at + 1000, at, at + 33_000, agents.length, agents.length - gone, gone])
      }
      if (hour + HOUR_MS > now) continue
      const { segments } = timeline(looks, hour + HOUR_MS)
      const [bucket] = bucketsOf(looks, segments, [hour, hour + HOUR_MS])
      if (bucket) hours.push({ ...bucket, changes: encode(packNetChanges(events) ?? new Uint32Array()) })
    }
    if (day > now - KEPT.hoursMs) db.transaction(() => writer.save(manager, 'hour', hours))
    const first = hours[0]
    const parts = hours.map(({ changes }) => decode(changes ?? ''))
    if (first && hours.length === 24) days.push({ ...first, to: day + DAY_MS, changes: encode(joinNetChanges(parts)) })
  }
  db.transaction(() => writer.save(manager, 'day', days))
  insert(db, PASSES, passes, manager)
  insert(db, TRANSITIONS, transitions, manager)
  return { down, changes: transitions.length, passes: passes.length }
}

function lookAt(at: number, total: number, disconnected: number) {
  const rest = { pending: 0, never_connected: 0, unknown: 0, synced: total, notSynced: 0 }
  const counts = { total, active: total - disconnected, disconnected, ...rest }
  return {
    id: at,
    startedAt: at,
    finishedAt: at + 1000,
    asOf: at,
    outcome: 'ok' as const,
    state: 'ok',
    nextBy: at + 33_000,
    counts,
  }
}

/** In slices, so that a collector beside us never waits long. */
function insert(db: Sqlite, sql: string, rows: readonly unknown[], manager: string): void {
  for (let i = 0; i < rows.length; i += 20_000) {
    db.transaction(() => void db.run(sql, JSON.stringify(rows.slice(i, i + 20_000)), manager, i))
  }
}

const cells = (count: number) => Array.from({ length: count }, (_, i) => `value->>${i}`).join()
const PASSES = `INSERT INTO Pass (id, managerId, kind, outcome, state, pending, neverConnected, unknown, synced, notSynced,
    startedAt, finishedAt, asOf, nextBy, total, active, disconnected)
  SELECT ?3 + 1 + key, ?2, 'full', 'ok', 'ok', 0, 0, 0, value->>4, 0, ${cells(7)} FROM json_each(?1)`
const TRANSITIONS = `INSERT INTO "Transition" (id, managerId, field, passId, agentKey, agentId, fromValue, toValue, afterAt, seenAt)
  SELECT ?3 + 1 + key, ?2, 'status', 1, ${cells(6)} FROM json_each(?1)`

function randomOf(start: number): (below: number) => number {
  let seed = start
  return (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
}

function encode(packed: Uint32Array): string {
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString('base64')
}
function decode(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
