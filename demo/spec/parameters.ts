import type { Parameter, ScalarSchema } from './schema.ts'

export const agentId: ScalarSchema = { type: 'string', minLength: 3, description: 'Agent ID', format: 'numbers' }
const groupId: ScalarSchema = { type: 'string', description: 'Group name', format: 'group_names' }
const alphanumeric: ScalarSchema = { type: 'string', format: 'alphanumeric' }
const flag: ScalarSchema = { type: 'boolean', default: false }

/** Query parameters that several endpoints share. */
const pretty: Parameter = { name: 'pretty', schema: flag }
const waitForComplete: Parameter = { name: 'wait_for_complete', schema: flag }
export const offset: Parameter = { name: 'offset', schema: { type: 'integer', format: 'int32', default: 0, minimum: 0 } }
export const limit: Parameter = {
  name: 'limit',
  schema: { type: 'integer', format: 'int32', default: 500, minimum: 1, maximum: 100000 },
}
export const select: Parameter = { name: 'select', schema: { type: 'array', items: { type: 'string', format: 'names' } } }
export const sort: Parameter = { name: 'sort', schema: { type: 'string', format: 'sort' } }
export const search: Parameter = { name: 'search', schema: { type: 'string', format: 'search' } }
export const query: Parameter = { name: 'q', schema: { type: 'string' } }
export const status: Parameter = {
  name: 'status',
  schema: {
    type: 'array',
    items: { type: 'string', enum: ['active', 'pending', 'never_connected', 'disconnected'] },
    minItems: 1,
  },
}
export const distinct: Parameter = { name: 'distinct', schema: flag }
export const common = [pretty, waitForComplete]

/** Parameters that stand in a path. */
export const pathParameters = {
  agent: { name: 'agent_id', schema: agentId },
  group: { name: 'group_id', schema: groupId },
  node: { name: 'node_id', schema: { type: 'string', format: 'names' } },
} as const satisfies Record<string, Parameter>

/** Parameters of each endpoint, in the order in which the manager checks them. */
export const parameters = {
  none: [],
  raw: [{ name: 'raw', schema: { type: 'boolean' } }],
  pretty: [pretty],
  common,
  agents: [
    ...common,
    { name: 'agents_list', schema: { type: 'array', items: agentId } },
    offset,
    limit,
    select,
    sort,
    search,
    status,
    query,
    { name: 'older_than', schema: { type: 'string', format: 'timeframe' } },
    { name: 'os.platform', schema: alphanumeric },
    { name: 'os.version', schema: alphanumeric },
    { name: 'os.name', schema: alphanumeric },
    { name: 'manager', schema: alphanumeric },
    { name: 'version', schema: alphanumeric },
    { name: 'group', schema: groupId },
    { name: 'node_name', schema: { type: 'string', format: 'names' } },
    { name: 'name', schema: alphanumeric },
    { name: 'ip', schema: alphanumeric },
    { name: 'registerIP', schema: alphanumeric },
    { name: 'group_config_status', schema: { type: 'string', enum: ['synced', 'not synced'] } },
    distinct,
  ],
  groups: [
    ...common,
    { name: 'groups_list', schema: { type: 'array', items: groupId } },
    offset,
    limit,
    sort,
    search,
    {
      name: 'hash',
      schema: {
        type: 'string',
        enum: [
          'md5',
          'sha1',
          'sha224',
          'sha256',
          'sha384',
          'sha512',
          'blake2b',
          'blake2s',
          'sha3_224',
          'sha3_256',
          'sha3_384',
          'sha3_512',
        ],
      },
    },
    query,
    select,
    distinct,
  ],
  clusterNodes: [
    ...common,
    offset,
    limit,
    sort,
    search,
    select,
    { name: 'type', schema: { type: 'string', enum: ['worker', 'master'] } },
    { name: 'nodes_list', schema: { type: 'array', items: { type: 'string' } } },
    query,
    distinct,
  ],
} as const satisfies Record<string, readonly Parameter[]>
