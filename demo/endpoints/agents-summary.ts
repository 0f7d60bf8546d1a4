import { agentRights } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { jsonReply } from '../wire/reply.ts'

/** `GET /agents/summary/status`: counts without agent 000. */
export const summaryStatus: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    const { fleet, rbacMode } = call.demo
    const rights = agentRights(call.policies, rbacMode, 'agent:read', fleet)
    const permitted = rights.isEverything ? undefined : new Set(rights.ids().map(Number))
    const { id, connection_status: status, group_config_status: sync } = fleet.columns()
    const connection = { active: 0, disconnected: 0, never_connected: 0, pending: 0, total: 0 }
    const configuration = { synced: 0, not_synced: 0, total: 0 }
    for (const row of fleet.rows()) {
      const number = Number(id.read(row))
      if (number === 0 || (permitted && !permitted.has(number))) continue
      const state = String(status.read(row))
      if (isCounted(connection, state)) connection[state] += 1
      connection.total += 1
      configuration[sync.read(row) === 'synced' ? 'synced' : 'not_synced'] += 1
      configuration.total += 1
    }
    return jsonReply({ data: { connection, configuration }, error: 0 }, flagValue(call, 'pretty'))
  },
}

function isCounted<Counts extends object>(counts: Counts, state: string): state is keyof Counts & string {
  return Object.hasOwn(counts, state)
}
