import { agentId, common, distinct, limit, offset, query, search, select, sort, status } from './parameters.ts'
import type { Parameter } from './schema.ts'

const pageOfAgents = [...common, offset, limit]

/** Parameters of the endpoints that read the whole fleet or the cluster, in the order in which the manager checks them. */
export const readingParameters = {
  summary: [...common, { name: 'agents_list', schema: { type: 'array', items: agentId } }],
  distinct: [
    ...common,
    { name: 'fields', schema: { type: 'array', items: { type: 'string', format: 'names' } } },
    offset,
    limit,
    sort,
    search,
    query,
  ],
  noGroup: [...pageOfAgents, select, sort, search, query],
  outdated: [...pageOfAgents, sort, search, select, query],
  groupAgents: [...pageOfAgents, select, sort, search, status, query, distinct],
  clusterHealth: [...common, { name: 'nodes_list', schema: { type: 'array', items: { type: 'string' } } }],
} as const satisfies Record<string, readonly Parameter[]>
