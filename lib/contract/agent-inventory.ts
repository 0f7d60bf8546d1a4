import { answered } from './agent-live.ts'
import { z } from './zod.ts'

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
