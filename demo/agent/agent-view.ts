import type { ColumnName, Value } from '../fleet/columns.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { numericAffinity } from '../query/sqlite.ts'

/** One agent as the manager knows it at this moment, and how it keeps in touch. */
export interface AgentView {
  /** As the manager writes it: at least three digits. */
  readonly id: string
  readonly number: number
  readonly row: number
  /** A cell of the agent's row. */
  read(column: ColumnName): Value
  /** A cell as text; empty when there is none. */
  text(column: ColumnName): string
  readonly isManager: boolean
  readonly isActive: boolean
  /** Whether it has ever reported, so that the manager has a database of it. */
  readonly hasReported: boolean
  /** Seconds between two keep-alives. */
  readonly keepAliveSeconds: number
  /** Since when it has been connected without a break (epoch seconds); 0 when nobody knows. */
  readonly connectedAt: number
  /** The last keep-alive (epoch seconds); 0 when there was none. */
  readonly lastKeepAlive: number
  /** Listed as active, but has missed keep-alives: it does not answer either. */
  readonly isSilent: boolean
}

/** The agent whose id is written exactly like this, as the manager's list of keys has it. */
export function findListed(fleet: Fleet, id: string, nowSeconds: number): AgentView | undefined {
  const view = /^\d{3,}$/.test(id) ? viewOf(fleet, Number(id), nowSeconds) : undefined
  return view?.id === id ? view : undefined
}

/** The agent with this number, as the manager's database finds it: `0001` is agent 1 there. */
export function findByNumber(fleet: Fleet, id: string, nowSeconds: number): AgentView | undefined {
  const number = numericAffinity(id)
  return typeof number === 'number' ? viewOf(fleet, number, nowSeconds) : undefined
}

function viewOf(fleet: Fleet, number: number, nowSeconds: number): AgentView | undefined {
  const row = fleet.rowOf(number)
  if (row === undefined) return undefined
  const columns = fleet.columns()
  const read = (column: ColumnName) => columns[column].read(row)
  const { keepAliveSeconds, connectedAt } = fleet.beat(row)
  const lastKeepAlive = Number(read('last_keepalive') ?? 0)
  const isActive = read('connection_status') === 'active'
  const isManager = number === 0
  return {
    id: String(number).padStart(3, '0'),
    number,
    row,
    read,
    text: (column) => String(read(column) ?? ''),
    isManager,
    isActive,
    hasReported: isManager || (read('version') !== null && read('last_keepalive') !== null),
    keepAliveSeconds,
    connectedAt,
    lastKeepAlive,
    isSilent: isActive && !isManager && fleet.isLiving && nowSeconds - lastKeepAlive > 3 * keepAliveSeconds,
  }
}
