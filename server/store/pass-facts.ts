import { z } from 'zod'
import { type Bucket, SERIES } from '#lib/insight/bucket.ts'
import type { FleetTally, PassFact } from '#lib/insight/pass-fact.ts'
import { GAP_REASONS } from '#lib/insight/timeline.ts'
import type { SqlValue } from './sqlite.ts'

const COUNTS = ['total', 'active', 'disconnected', 'pending', 'neverConnected', 'unknown', 'synced', 'notSynced'] as const

/** Columns of `Pass` in the order that `toPassFact` reads. */
export const PASS_COLUMNS = ['id', 'startedAt', 'finishedAt', 'asOf', 'outcome', 'state', 'nextBy', ...COUNTS]
  .map((name) => `"${name}"`)
  .join(', ')

/** One row of `PASS_COLUMNS`; numbers are below 2^53. */
export function toPassFact(cells: readonly SqlValue[]): PassFact {
  const [id, startedAt, finishedAt, asOf, outcome, state, nextBy, ...counts] = cells
  return {
    id: Number(id),
    startedAt: Number(startedAt),
    finishedAt: toNumber(finishedAt),
    asOf: toNumber(asOf),
    outcome: OUTCOMES.find((known) => known === outcome) ?? 'failed',
    state: typeof state === 'string' ? state : null,
    nextBy: toNumber(nextBy),
    counts: counts[0] === null || counts[0] === undefined ? null : toTally(counts.map(Number)),
  }
}

function toTally([total = 0, active = 0, disconnected = 0, pending = 0, never = 0, unknown = 0, ...rest]: number[]): FleetTally {
  const [synced = 0, notSynced = 0] = rest
  return { total, active, disconnected, pending, never_connected: never, unknown, synced, notSynced }
}

/** Columns of `RollUp` in the order that `toBucket` reads, without the changes. */
export const BUCKET_COLUMNS = ['at', 'passes', 'failed', 'seenMs', 'unseen', 'series'].map((name) => `"${name}"`).join(', ')

/** One row of `BUCKET_COLUMNS`. */
export function toBucket(cells: readonly SqlValue[], sizeMs: number): Bucket {
  const [at, passes, failed, seenMs, unseen, series] = cells
  return {
    at: Number(at),
    to: Number(at) + sizeMs,
    passes: Number(passes),
    failed: Number(failed),
    seenMs: Number(seenMs),
    unseen: unseenColumn.parse(JSON.parse(String(unseen))),
    series: typeof series === 'string' ? seriesColumn.parse(JSON.parse(series)) : null,
  }
}

const OUTCOMES = ['running', 'ok', 'unconfirmed', 'failed', 'interrupted'] as const
const unseenColumn = z.partialRecord(z.enum(GAP_REASONS), z.number())
const seriesColumn = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).length(SERIES.length)

function toNumber(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
