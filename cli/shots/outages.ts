import type { AgentSource } from '#demo/fleet/columns.ts'
import type { PastChange, PastLine } from '#demo/fleet/past.ts'

type Moment = Extract<PastLine, { kind: 'moment' }>

/** Agents of a group that went silent together; the demo's agents live for themselves and never do. Epoch seconds. */
export interface Outage {
  readonly ids: ReadonlySet<number>
  readonly from: number
  /** `null` while it lasts. */
  readonly to: number | null
}

const NOTICED_SECONDS = 15 * 60
const SPREAD_SECONDS = 40

/** @param at epoch seconds up to which the source is brought */
export function membersOf(source: AgentSource, group: string, at: number): Set<number> {
  source.refresh(at)
  const { columns } = source
  const isIn = (row: number) => String(columns.group.read(row)).split(',').includes(group)
  const rows = Array.from({ length: source.size - 1 }, (_, index) => index + 1)
  return new Set(rows.filter((row) => isIn(row) && columns.connection_status.read(row) === 'active'))
}

/** When an agent of an outage was declared disconnected, and when it was last heard; epoch seconds. */
export function lossOf(id: number, { from }: Outage): { at: number; lastKeepAlive: number } {
  const at = from + (id % SPREAD_SECONDS)
  return { at, lastKeepAlive: at - NOTICED_SECONDS - (id % 20) }
}

/** The past with these outages in it; agents that change for themselves while theirs lasts are spared. */
export function withOutages(told: Iterable<PastLine>, outages: readonly Outage[]): PastLine[] {
  return outages.reduce<PastLine[]>(withOutage, [...told])
}

function withOutage(lines: PastLine[], outage: Outage): PastLine[] {
  const { from, to } = outage
  const isIn = (at: number) => at >= from + SPREAD_SECONDS && (to === null || at < to)
  const moments = lines.filter((line) => line.kind === 'moment')
  const first = moments.find(({ at }) => isIn(at))
  const back = to === null ? undefined : moments.find(({ at }) => at >= to)
  const busy = new Set(
    moments.filter(({ at }) => isIn(at) || at === back?.at).flatMap(({ changes }) => changes.map(({ id }) => id)),
  )
  const ids = [...outage.ids].filter((id) => !busy.has(id))
  return lines.map((line) => {
    if (line.kind === 'end') return to === null ? { ...line, agents: line.agents.map(asLost) } : line
    const counts = isIn(line.at) ? shifted(line, ids.length) : line.counts
    const own = line === first ? ids.flatMap(losses) : line === back ? ids.flatMap(returns) : []
    return { ...line, counts, changes: [...line.changes, ...own] }
  })

  function losses(id: number): PastChange[] {
    const { at, lastKeepAlive } = lossOf(id, outage)
    const change = { id, at, lastKeepAlive }
    return [
      { ...change, field: 'status', from: 'active', to: 'disconnected' },
      { ...change, field: 'status_code', from: '0', to: '4', at: null },
    ]
  }

  function returns(id: number): PastChange[] {
    const change = { id, at: null, lastKeepAlive: to }
    return [
      { ...change, field: 'status', from: 'disconnected', to: 'active' },
      { ...change, field: 'status_code', from: '4', to: '0' },
    ]
  }

  function asLost<T extends { readonly id: number }>(agent: T): T {
    return ids.includes(agent.id) ? { ...agent, status: 'disconnected', statusCode: '4' } : agent
  }
}

function shifted({ counts }: Moment, by: number): Moment['counts'] {
  return { ...counts, active: (counts['active'] ?? 0) - by, disconnected: (counts['disconnected'] ?? 0) + by }
}
