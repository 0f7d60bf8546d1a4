import type { Fleet } from '../fleet/fleet.ts'
import { hashText } from '../fleet/hash.ts'
import type { FlatItem } from '../query/item-filter.ts'
import type { JsonObject } from '../wire/python-json.ts'

/** A node in the health check: how many agents it serves, and when a worker last exchanged what with the master. */
export function nodeHealth(fleet: Fleet, node: FlatItem, nowSeconds: number): JsonObject {
  const name = String(node.name)
  const info = { ...node, n_active_agents: countActive(fleet, name) }
  if (node.type === 'master') return { info }
  const salt = hashText(name)
  // Every kind of exchange has its own rhythm, and each worker its own phase.
  const lastAt = (everySeconds: number) => {
    const phase = salt % everySeconds
    return Math.floor((nowSeconds - phase) / everySeconds) * everySeconds + phase
  }
  const span = (everySeconds: number) => ({
    date_start_master: stamp(lastAt(everySeconds), 0.1),
    date_end_master: stamp(lastAt(everySeconds), 0.2),
  })
  const spoken = (everySeconds: number) => ({
    date_start: stamp(lastAt(everySeconds), 0.1),
    date_end: stamp(lastAt(everySeconds), 0.2),
    n_synced_chunks: 1,
  })
  const status = {
    sync_integrity_free: true,
    last_check_integrity: span(9),
    last_sync_integrity: {
      ...span(3600),
      tmp_date_start_master: stamp(lastAt(3600), 0.1),
      total_extra_valid: 0,
      total_files: { missing: 1, shared: 1, extra: 0, extra_valid: 0 },
    },
    sync_agent_info_free: true,
    last_sync_agentinfo: { ...span(10), n_synced_chunks: 1 },
    last_sync_agentgroup: spoken(10),
    last_sync_full_agentgroup: spoken(3600),
    last_keep_alive: stamp(lastAt(60), 0),
  }
  return { info, status }
}

function countActive(fleet: Fleet, nodeName: string): number {
  const { id, node_name: node, connection_status: status } = fleet.columns()
  let count = 0
  for (const row of fleet.rows()) {
    if (status.read(row) === 'active' && node.read(row) === nodeName && id.read(row) !== 0) count += 1
  }
  return count
}

/** `2026-11-21T09:42:13.100000Z` */
function stamp(epochSeconds: number, fraction: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}.${String(Math.round(fraction * 1e6)).padStart(6, '0')}Z`
}
