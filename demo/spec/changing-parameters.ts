import { agentId, common, pathParameters, query } from './parameters.ts'
import type { BodyRule, Parameter, ScalarSchema } from './schema.ts'

const groupId = pathParameters.group.schema
const agentIdOrAll: ScalarSchema = { type: 'string', minLength: 3, description: 'Agent ID|all', format: 'numbers_or_all' }
const groupIdOrAll: ScalarSchema = { type: 'string', minLength: 1, description: 'Group ID|all', format: 'group_names_or_all' }

const agentsList: Parameter = { name: 'agents_list', schema: { type: 'array', items: agentId } }
const agentsOrAll: Parameter = { name: 'agents_list', required: true, schema: { type: 'array', items: agentIdOrAll } }
const group: Parameter = { name: 'group_id', required: true, schema: groupId }
const forceSingleGroup: Parameter = { name: 'force_single_group', schema: { type: 'boolean' } }

function words(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, schema: { type: 'string', format: 'alphanumeric' } }))
}

/** Query parameters of the endpoints that change something, in the order in which the manager checks them. */
export const changingParameters = {
  common,
  restart: [...common, agentsList],
  deleteGroups: [...common, { name: 'groups_list', required: true, schema: { type: 'array', items: groupIdOrAll } }],
  assignAgents: [...common, agentsList, group, forceSingleGroup],
  assignAgent: [...common, forceSingleGroup],
  removeAgents: [...common, agentsOrAll, group],
  removeFromGroups: [...common, { name: 'groups_list', schema: { type: 'array', items: groupId } }],
  insertQuick: [...common, { name: 'agent_name', required: true, schema: { type: 'string', format: 'names', maxLength: 128 } }],
  deleteAgents: [
    ...common,
    agentsOrAll,
    { name: 'purge', schema: { type: 'boolean', default: false } },
    {
      name: 'status',
      required: true,
      schema: {
        type: 'array',
        items: { type: 'string', enum: ['all', 'active', 'pending', 'never_connected', 'disconnected'] },
        minItems: 1,
      },
    },
    { name: 'older_than', schema: { type: 'string', format: 'timeframe', default: '7d' } },
    query,
    ...words('os.platform', 'os.version', 'os.name', 'manager', 'version'),
    { name: 'group', schema: groupId },
    { name: 'node_name', schema: { type: 'string', format: 'names' } },
    ...words('name', 'ip', 'registerIP'),
  ],
} as const satisfies Record<string, readonly Parameter[]>

const name: ScalarSchema = { type: 'string', format: 'names' }
const ip: ScalarSchema = { type: 'string', format: 'alphanumeric_symbols' }
const timeframe: ScalarSchema = { type: 'string', default: '1h', format: 'timeframe' }
const flag: ScalarSchema = { type: 'boolean', default: true }
const forceMembers = {
  enabled: true,
  disconnected_time: { enabled: true, value: true },
  after_registration_time: true,
} as const

/** What the bodies of those endpoints look like. */
export const changingBodies = {
  createGroup: {
    schema: {
      type: 'object',
      properties: { group_id: { type: 'string', format: 'group_names', maxLength: 128 } },
      required: ['group_id'],
    },
    members: { group_id: true },
  },
  addAgent: {
    schema: { type: 'object', properties: { name, ip }, required: ['name'] },
    // `force` is nowhere documented for this one, yet read.
    members: { name: true, ip: true, force: forceMembers },
  },
  insertAgent: {
    schema: {
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 3, format: 'numbers' },
        key: { type: 'string', maxLength: 64, minLength: 64, format: 'wazuh_key' },
        name,
        ip,
        force: {
          type: 'object',
          properties: {
            enabled: flag,
            disconnected_time: { type: 'object', properties: { enabled: flag, value: timeframe } },
            after_registration_time: timeframe,
          },
        },
      },
      required: ['name'],
    },
    members: { id: true, name: true, ip: true, agent_id: true, key: true, force: forceMembers },
  },
} as const satisfies Record<string, BodyRule>
