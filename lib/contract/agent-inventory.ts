import { answered } from './agent-live.ts'
import { type Schema, z } from './zod.ts'

const text = z.nullable(z.string())
const number = z.nullable(z.number())
const scannedAt = z.nullable(z.iso.datetime())

/** What the machine is made of. Memory in KB, its use in percent. */
export const hardware = z.object({
  /** Serial number of the board: evidence of which machine it is. Some makers fill in the same for all of theirs. */
  boardSerial: text,
  cpuName: text,
  cpuCores: number,
  cpuMhz: number,
  ramTotalKb: number,
  ramUsedPercent: number,
  scannedAt,
})
export type Hardware = z.infer<typeof hardware>

export const system = z.object({
  hostname: text,
  name: text,
  version: text,
  build: text,
  displayVersion: text,
  architecture: text,
  kernel: text,
  scannedAt,
})
export type System = z.infer<typeof system>

/** The addresses of its network interfaces; `total` may be more than are listed. */
export const addresses = z.object({
  total: z.number(),
  items: z.array(z.object({ iface: z.string(), protocol: text, address: z.string(), netmask: text })),
})
export type Addresses = z.infer<typeof addresses>

export const interfaces = z.object({
  total: z.number(),
  items: z.array(z.object({ name: z.string(), mac: text, state: text, type: text, mtu: number })),
})
export type Interfaces = z.infer<typeof interfaces>

/** `GET /api/agents/{manager}/{id}/inventory`: what the agent last reported of its machine; kept while it is away. */
export const agentInventory = z.object({
  hardware: answered(hardware),
  system: answered(system),
  addresses: answered(addresses),
  interfaces: answered(interfaces),
})
export type AgentInventory = z.infer<typeof agentInventory>

/** The lists of an inventory that may be long: each is asked for alone. */
export const INVENTORY_LISTS = ['ports', 'packages', 'processes'] as const
export type InventoryList = (typeof INVENTORY_LISTS)[number]

/** So many of a list are asked for, the first by port or name; a machine seldom has more. */
export const INVENTORY_ROWS = 3000

const listed = <T extends Schema>(item: T) =>
  answered(
    z.object({
      /** How many there are, which may be more than are listed. */
      total: z.number(),
      /** When the newest of them was reported. */
      scannedAt,
      items: z.array(item),
    }),
  )

/** An open port, or a connection from or to one. */
export const portItem = z.object({
  protocol: text,
  localIp: text,
  localPort: number,
  remoteIp: text,
  remotePort: number,
  state: text,
  process: text,
  pid: number,
})
export type PortItem = z.infer<typeof portItem>

export const packageItem = z.object({ name: z.string(), version: text, architecture: text, format: text, vendor: text })
export type PackageItem = z.infer<typeof packageItem>

/** `command` without its arguments, which hold passwords at times. */
export const processItem = z.object({
  name: z.string(),
  pid: text,
  user: text,
  command: text,
  startedAt: z.nullable(z.iso.datetime()),
})
export type ProcessItem = z.infer<typeof processItem>

/** `GET /api/agents/{manager}/{id}/inventory/{list}`: as its agent last reported it; kept while that is away. */
export const agentInventoryList = z.discriminatedUnion('list', [
  z.object({ list: z.literal('ports'), rows: listed(portItem) }),
  z.object({ list: z.literal('packages'), rows: listed(packageItem) }),
  z.object({ list: z.literal('processes'), rows: listed(processItem) }),
])
export type AgentInventoryList = z.infer<typeof agentInventoryList>
