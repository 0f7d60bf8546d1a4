import { randomBytes } from 'node:crypto'
import type { ColumnName } from './columns.ts'
import type { Fleet } from './fleet.ts'

/** When an agent that is in the way of a new one may be replaced. */
export interface Force {
  readonly enabled: boolean
  /** How long it must have been disconnected, in seconds; not asked when absent. */
  readonly disconnectedSeconds?: number
  /** How long it must have been registered, in seconds; not asked when 0. */
  readonly registeredSeconds: number
}

export interface Newcomer {
  readonly name: string
  /** Lower case; `any`, an address or a network. */
  readonly ip: string
  /** The ip as the key store writes it. */
  readonly storedIp: string
  readonly id?: string
  readonly key?: string
  readonly force: Force
}

/** What stands in the way of a new agent. */
export type Refusal = 'id' | 'ip' | 'name'

/** The table's ids are 32-bit numbers. */
const HIGHEST_ID = 2 ** 31 - 1

/**
 * Enrols an agent as authd does: whoever has the same id, address or name (in this order) is replaced if `force`
 * allows it, even when the next check then fails.
 * @param now epoch seconds
 */
export function enrol(fleet: Fleet, agent: Newcomer, now: number): { id: string; key: string } | { refusal: Refusal } {
  const twin = agent.id === undefined ? undefined : rowWithId(fleet, agent.id)
  if (twin !== undefined && !replace(fleet, twin, agent.force, now)) return { refusal: 'id' }
  const neighbour = agent.ip === 'any' ? undefined : find(fleet, 'register_ip', agent.ip)
  if (neighbour !== undefined && !replace(fleet, neighbour, agent.force, now)) return { refusal: 'ip' }
  if (agent.name === fleet.identity.hostname) return { refusal: 'name' }
  const namesake = find(fleet, 'name', agent.name)
  if (namesake !== undefined && !replace(fleet, namesake, agent.force, now)) return { refusal: 'name' }
  const id = agent.id ?? String(fleet.nextId()).padStart(3, '0')
  const key = agent.key ?? randomBytes(32).toString('hex')
  const number = Number(id)
  // The key store compares ids as texts and takes `0007` beside `007`; the table then has no place for it.
  if (number <= HIGHEST_ID && fleet.rowOf(number) === undefined) {
    fleet.add({ id: number, name: agent.name, ip: agent.storedIp, register_ip: agent.storedIp, internal_key: key })
  }
  return { id, key }
}

/** Takes an agent out if it has been away and registered for long enough. */
function replace(fleet: Fleet, row: number, force: Force, now: number): boolean {
  const columns = fleet.columns()
  const read = (name: ColumnName) => columns[name].read(row)
  if (!force.enabled) return false
  if (force.disconnectedSeconds !== undefined && read('connection_status') !== 'never_connected') {
    const since = Number(read('disconnection_time') ?? 0)
    if (since === 0 || now - since < force.disconnectedSeconds) return false
  }
  if (force.registeredSeconds !== 0 && now - Number(read('date_add') ?? 0) < force.registeredSeconds) return false
  fleet.removeRows([row])
  return true
}

function rowWithId(fleet: Fleet, id: string): number | undefined {
  const row = fleet.rowOf(Number(id))
  return Number(id) !== 0 && String(Number(id)).padStart(3, '0') === id ? row : undefined
}

/** The manager itself has no key, so it stands in nobody's way here. */
function find(fleet: Fleet, name: ColumnName, value: string): number | undefined {
  const columns = fleet.columns()
  const { read } = columns[name]
  for (const row of fleet.rows()) if (read(row) === value && columns.id.read(row) !== 0) return row
  return undefined
}
