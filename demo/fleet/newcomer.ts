import type { AgentRow } from './columns.ts'

/** What the table holds about an agent that has just enrolled. */
export function newcomer(nowSeconds: number): AgentRow {
  return {
    name: 'new-agent',
    ip: 'any',
    register_ip: 'any',
    node_name: 'unknown',
    date_add: nowSeconds,
    connection_status: 'never_connected',
    disconnection_time: 0,
    group_config_status: 'not synced',
    status_code: 0,
  }
}
