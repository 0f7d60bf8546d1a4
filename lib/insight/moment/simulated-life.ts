import type { Change } from './field-at.ts'
import type { EndpointPast } from './state-at.ts'

/** For tests: what the manager's record of one endpoint said, as one pass read it. */
export interface Sight {
  readonly at: number
  readonly row: Row | null
}

export interface Row {
  readonly status: string
  readonly sync: string
  readonly dateAdd: number
  readonly lastKeepAlive: number | null
  readonly disconnectedAt: number | null
}

/** One turn in the life of an endpoint: how long it lasts, seconds, and how it ends. */
export interface Turn {
  readonly kind: 'runs' | 'waits' | 'dies' | 'stops' | 'flips' | 'goes'
  readonly seconds: number
}

export const QUIET_MS = 60_000
const KEEP_ALIVE_S = 20
const DECLARED_AFTER_S = 300

/** The manager's record at every time: what changed it when, and every keep-alive. Times in ms. */
export function liveOut(turns: readonly Turn[], start: number) {
  const records: { at: number; row: Row | null }[] = []
  const keepAlives: number[] = []
  let now = start
  let row: Row | null = null
  const set = (at: number, change: Partial<Row> | null) => {
    const born: Row = { status: 'never_connected', sync: 'not synced', dateAdd: at, lastKeepAlive: null, disconnectedAt: null }
    row = change === null ? null : { ...(row ?? born), ...change }
    records.push({ at, row })
  }
  set(now, {})
  for (const { kind, seconds } of turns) {
    const end = now + seconds * 1000
    const isUp = (): boolean => row?.status === 'active'
    if (row === null) set(now, {})
    if (kind === 'flips') set(now, { sync: row?.['sync'] === 'synced' ? 'not synced' : 'synced' })
    if (kind === 'goes') set(now, null)
    if (kind === 'stops' && isUp()) set(now, { status: 'disconnected', disconnectedAt: now })
    if (kind === 'dies' && isUp() && seconds >= DECLARED_AFTER_S)
      set(now + DECLARED_AFTER_S * 1000, { status: 'disconnected', disconnectedAt: now + DECLARED_AFTER_S * 1000 })
    if (kind === 'runs') {
      if (!isUp()) set(now, { status: 'pending', disconnectedAt: null, lastKeepAlive: now })
      for (let at = now + KEEP_ALIVE_S * 1000; at <= end; at += KEEP_ALIVE_S * 1000) {
        keepAlives.push(at)
        set(at, { status: 'active', disconnectedAt: null, lastKeepAlive: at })
      }
    }
    now = end
  }
  return { records, keepAlives, end: now }
}

/** What passes read of it, the last record before each. */
export function lookAt(records: readonly { at: number; row: Row | null }[], passes: readonly number[]): Sight[] {
  return passes.map((at) => ({ at, row: records.findLast((record) => record.at <= at)?.row ?? null }))
}

/** The store of the endpoint that was enrolled at `dateAdd`, as a collector would have written it. */
export function collect(sights: readonly Sight[], dateAdd: number): EndpointPast | null {
  const changes: Change[] = []
  let before: { at: number; row: Row } | null = null
  let removed: EndpointPast['removed'] = null
  for (const [i, { at, row }] of sights.entries()) {
    if (row?.dateAdd !== dateAdd) {
      if (before && !removed) removed = { lastAt: before.at, removedAt: at }
      continue
    }
    const seen = { at: null, afterAt: before?.at ?? sights[i - 1]?.at ?? null, seenAt: at, lastKeepAlive: row.lastKeepAlive }
    if (!before) {
      if (i > 0) changes.push({ ...seen, field: 'dateAdd', from: null, to: new Date(dateAdd).toISOString(), at: dateAdd })
    } else {
      if (row.status !== before.row.status)
        changes.push({ ...seen, field: 'status', from: before.row.status, to: row.status, at: row.disconnectedAt })
      if (row.sync !== before.row.sync)
        changes.push({ ...seen, field: 'group_config_status', from: before.row.sync, to: row.sync })
    }
    before = { at, row }
  }
  if (!before) return null
  const { status, sync, lastKeepAlive, disconnectedAt } = before.row
  const others = { status_code: null, mergedSum: null, configSum: null, group: null, node_name: null, ip: null, version: null }
  return {
    current: { ...others, status, group_config_status: sync },
    ...{ lastKeepAlive, disconnectedAt, readAt: before.at, quietMs: QUIET_MS, dateAdd, removed, changes },
  }
}
