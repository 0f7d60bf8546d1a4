import { formatAgentId } from '#lib/agent/agent.ts'
import {
  type Addresses,
  type Hardware,
  INVENTORY_ROWS,
  type Interfaces,
  type InventoryList,
  type PackageItem,
  type PortItem,
  type ProcessItem,
  type System,
} from '#lib/contract/agent-inventory.ts'
import type { AgentSays, Collection, ConfigRows, ConfigSection, RemotedSays } from '#lib/contract/agent-live.ts'
import { agentSays, collection, remotedSays } from './agent-answers.ts'
import { configRows } from './agent-config.ts'
import { addresses, hardware, interfaces, system } from './agent-inventory.ts'
import { LIST_FIELDS, type Listed, packages, ports, processes } from './agent-inventory-lists.ts'
import type { Turn } from './budget.ts'
import type { Calls, Read } from './calls.ts'
import { pathOf } from './fields.ts'
import type { PersonAccess } from './person-access.ts'

/** Who asks about which agent (0 is the manager itself), and how long that may wait for its turn. */
export interface Asking {
  readonly person: PersonAccess
  readonly id: number
  readonly turn: Turn
}

/** Questions about one agent, asked with a person's own token. None is asked twice on failure. */
export interface AgentCalls {
  /** Asked of the agent itself, over the manager. */
  agentSays(asking: Asking): Promise<AgentSays>
  /** Asked of the agent itself. */
  collection(asking: Asking): Promise<Collection>
  /** Asked of the agent itself. */
  agentConfig(asking: Asking, section: ConfigSection): Promise<ConfigRows>
  /** What the manager has counted. */
  remotedSays(asking: Asking): Promise<RemotedSays>
  /** From the manager's database; this and the next need `syscollector:read`. */
  hardware(asking: Asking): Promise<Hardware>
  system(asking: Asking): Promise<System>
  addresses(asking: Asking): Promise<Addresses>
  interfaces(asking: Asking): Promise<Interfaces>
  ports(asking: Asking): Promise<Listed<PortItem>>
  packages(asking: Asking): Promise<Listed<PackageItem>>
  processes(asking: Asking): Promise<Listed<ProcessItem>>
}

/** Rows of an inventory's list that are asked for. */
const ROWS = '100'

export function agentCalls(calls: Calls): AgentCalls {
  const ask = <T>({ person, id, turn }: Asking, path: (id: string) => string, read: Read<T>) =>
    calls.getAs(person, path(formatAgentId(id)), async (json) => read(json), turn)
  return {
    agentSays: (asking) => ask(asking, (id) => `/agents/${id}/stats/agent`, agentSays),
    collection: (asking) => ask(asking, (id) => `/agents/${id}/stats/logcollector`, collection),
    agentConfig: (asking, section) => ask(asking, (id) => `/agents/${id}/config/${section}`, configRows),
    remotedSays: (asking) =>
      ask(asking, (id) => pathOf(`/agents/${id}/daemons/stats`, { daemons_list: 'wazuh-remoted' }), remotedSays),
    hardware: (asking) => ask(asking, (id) => `/syscollector/${id}/hardware`, hardware),
    system: (asking) => ask(asking, (id) => `/syscollector/${id}/os`, system),
    addresses: (asking) => ask(asking, (id) => pathOf(`/syscollector/${id}/netaddr`, { limit: ROWS }), addresses),
    interfaces: (asking) => ask(asking, (id) => pathOf(`/syscollector/${id}/netiface`, { limit: ROWS }), interfaces),
    ports: (asking) => ask(asking, (id) => listPath(id, 'ports'), ports),
    packages: (asking) => ask(asking, (id) => listPath(id, 'packages'), packages),
    processes: (asking) => ask(asking, (id) => listPath(id, 'processes'), processes),
  }
}

function listPath(id: string, list: InventoryList): string {
  const { select, sort } = LIST_FIELDS[list]
  return pathOf(`/syscollector/${id}/${list}`, { select: select.join(','), sort, limit: String(INVENTORY_ROWS) })
}
