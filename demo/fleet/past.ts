import type { AgentSource, ColumnName } from './columns.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const PAST_SECONDS = 30 * DAY
/** Fleets above this have no past told: it would cost more than a newcomer is willing to wait, who has 2,000. */
const TOLD_MAX = 20_000
/** Up to this one the past is told in finer steps. */
const FINE_MAX = 5000

/** One change of one agent, in the manager's words; numbers in decimal. */
export interface PastChange {
  readonly id: number
  /** `date_add` for one that enrolled since the moment before. */
  readonly field: 'date_add' | (typeof tracked)[number][1]
  readonly from: string | null
  readonly to: string
  /** Epoch seconds, where the manager gives the time of the change. */
  readonly at: number | null
  /** Epoch seconds. */
  readonly lastKeepAlive: number | null
}

export type PastLine =
  /** How many agents stood how at a moment (epoch seconds), and what had changed since the moment before; the first has no changes. */
  | {
      readonly kind: 'moment'
      readonly at: number
      readonly counts: Readonly<Record<string, number>>
      readonly changes: readonly PastChange[]
    }
  /** Every agent as the last moment left it. */
  | { readonly kind: 'end'; readonly agents: readonly PastAgent[] }

export interface PastAgent {
  readonly id: number
  /** Epoch seconds. */
  readonly enrolledAt: number
  readonly status: string
  readonly statusCode: string
  readonly sync: string
}

/** Tells the 30 days before a moment (epoch seconds) as a function of the fleet; nothing for a fleet that is too large. */
export function* tellPast(source: AgentSource, until: number): Generator<PastLine> {
  if (source.size - 1 > TOLD_MAX) return
  const read = (name: ColumnName, row: number) => source.columns[name].read(row)
  const seconds = (name: ColumnName, row: number) => Number(read(name, row) ?? 0) || null
  const known: (readonly string[] | undefined)[] = []
  let isFirst = true
  for (const at of momentsBefore(until, source.size - 1)) {
    source.refresh(at)
    const counts: Record<string, number> = { total: 0 }
    const changes: PastChange[] = []
    for (let row = 1; row < source.size; row++) {
      const enrolledAt = Number(read('date_add', row))
      if (enrolledAt > at) continue
      const before = known[row]
      const now = tracked.map(([column]) => String(read(column, row)))
      counts['total'] = (counts['total'] ?? 0) + 1
      for (const word of [now[0] ?? '', now[2] ?? '']) counts[word] = (counts[word] ?? 0) + 1
      if (before?.every((value, index) => value === now[index])) continue
      known[row] = now
      if (isFirst) continue
      const id = Number(read('id', row))
      const lastKeepAlive = seconds('last_keepalive', row)
      if (!before) {
        changes.push({ id, field: 'date_add', from: null, to: String(enrolledAt), at: enrolledAt, lastKeepAlive })
        continue
      }
      const statusAt =
        now[0] === 'disconnected' ? seconds('disconnection_time', row) : now[0] === 'never_connected' ? enrolledAt : null
      for (const [index, [, field]] of tracked.entries()) {
        const [from = '', to = ''] = [before[index], now[index]]
        if (from !== to) changes.push({ id, field, from, to, at: field === 'status' ? statusAt : null, lastKeepAlive })
      }
    }
    isFirst = false
    yield { kind: 'moment', at, counts, changes }
  }
  const agents: PastAgent[] = []
  for (const [row, [status = '', statusCode = '', sync = ''] = []] of known.entries()) {
    if (known[row])
      agents.push({ id: Number(read('id', row)), enrolledAt: Number(read('date_add', row)), status, statusCode, sync })
  }
  yield { kind: 'end', agents }
}

/** Columns of the table, and what the API calls them. */
const tracked = [
  ['connection_status', 'status'],
  ['status_code', 'status_code'],
  ['group_config_status', 'group_config_status'],
] as const satisfies readonly (readonly [ColumnName, string])[]

/** Moments of 30 days, closer together towards the end: minutes in the last two hours, five of them in the last day, then hours. */
function momentsBefore(until: number, agents: number): number[] {
  const scale = agents <= FINE_MAX ? 1 : 6
  const moments: number[] = []
  const step = (age: number) => (age < 2 * HOUR ? 60 : age < DAY ? 300 : HOUR) * scale
  for (let age = step(0); age <= PAST_SECONDS; age += step(age)) moments.unshift(until - age)
  return moments
}
