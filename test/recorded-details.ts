import { z } from 'zod'
import type { AgentDetails } from '#demo/agent/details.ts'

const pieceSchema = z.record(z.string(), z.json())
const listSchema = z.object({ data: z.object({ affected_items: z.array(pieceSchema) }) })
const configSchema = z.object({ data: pieceSchema })
const inventories = ['os', 'hardware', 'ports', 'netaddr', 'packages', 'processes'] as const

/**
 * What the recorder's stand-in daemons said of agent 001, which no rule derives.
 * @param bodyOf the recorded body of an exchange, by its name
 */
export function recordedDetails(bodyOf: (name: string) => unknown): AgentDetails {
  const items = (name: string) => listSchema.parse(bodyOf(name)).data.affected_items
  const item = (name: string) => items(name)[0] ?? {}
  return {
    key: '1'.repeat(64),
    stats: { agent: item('stats agent'), logcollector: item('stats logcollector') },
    daemons: { 'wazuh-remoted': item('daemons stats') },
    config: { 'agent/client': configSchema.parse(bodyOf('config')).data },
    syscollector: Object.fromEntries(inventories.map((inventory) => [inventory, items(`syscollector ${inventory}`)])),
  }
}
