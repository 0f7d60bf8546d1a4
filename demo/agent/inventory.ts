import type { TableRow } from '../query/table-query.ts'
import { isJsonObject, type JsonObject } from '../wire/python-json.ts'
import { lastHeard } from './activity.ts'
import type { AgentView } from './agent-view.ts'
import { databaseTime } from './database-time.ts'
import type { InventoryKind } from './inventory-fields.ts'
import { networkAddresses, networkInterfaces } from './inventory-network.ts'
import { installedPackages } from './inventory-packages.ts'
import { openPorts, runningProcesses } from './inventory-processes.ts'
import { hardware, hotfixes, operatingSystem } from './inventory-system.ts'

const makers: Readonly<Record<InventoryKind, (agent: AgentView, scan: TableRow, at: number) => TableRow[]>> = {
  hardware,
  hotfixes,
  netaddr: networkAddresses,
  netiface: networkInterfaces,
  os: operatingSystem,
  packages: installedPackages,
  ports: openPorts,
  processes: runningProcesses,
}

/** The rows of an agent's inventory as its database has them: as given by the fleet file, or made up to fit the agent. */
export function inventoryRows(
  kind: InventoryKind,
  agent: AgentView,
  given: readonly JsonObject[] | undefined,
  nowSeconds: number,
): TableRow[] {
  if (given) return given.map(flatRow)
  const hourly = agent.number % 3600
  const heard = lastHeard(agent, nowSeconds)
  // Also at its start, so never before it enrolled.
  const enrolled = Math.min(Number(agent.read('date_add') ?? 0), heard)
  const at = Math.max(Math.floor((heard - hourly) / 3600) * 3600 + hourly, enrolled)
  return makers[kind](agent, { 'scan.id': 0, 'scan.time': databaseTime(at) }, at)
}

function flatRow(item: JsonObject): TableRow {
  const row: Record<string, string | number | null> = {}
  for (const [key, member] of Object.entries(item)) {
    const cells = isJsonObject(member)
      ? Object.entries(member).map(([name, value]) => [`${key}.${name}`, value] as const)
      : [[key, member] as const]
    for (const [name, value] of cells) {
      if (typeof value === 'number') row[name] = value
      else if (typeof value === 'string') row[name] = isIso(value) ? databaseTime(Date.parse(value) / 1000) : value
    }
  }
  return row
}

function isIso(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\+00:00)$/.test(text)
}
