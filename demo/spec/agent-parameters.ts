import type { Parameter, ScalarSchema } from './schema.ts'

const agentId: ScalarSchema = { type: 'string', minLength: 3, description: 'Agent ID', format: 'numbers' }
const agentIdOrAll: ScalarSchema = { type: 'string', minLength: 3, description: 'Agent ID|all', format: 'numbers_or_all' }
const flag: ScalarSchema = { type: 'boolean', default: false }

const common: readonly Parameter[] = [
  { name: 'pretty', schema: flag },
  { name: 'wait_for_complete', schema: flag },
]
const paging: readonly Parameter[] = [
  { name: 'offset', schema: { type: 'integer', format: 'int32', default: 0, minimum: 0 } },
  { name: 'limit', schema: { type: 'integer', format: 'int32', default: 500, minimum: 1, maximum: 100000 } },
]
const sort: Parameter = { name: 'sort', schema: { type: 'string', format: 'sort' } }
const search: Parameter = { name: 'search', schema: { type: 'string', format: 'search' } }
const select: Parameter = { name: 'select', schema: { type: 'array', items: { type: 'string', format: 'names' } } }
const query: Parameter = { name: 'q', schema: { type: 'string' } }
const distinct: Parameter = { name: 'distinct', schema: flag }

/** Filters of one field each: letters, digits and a few signs. */
function words(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, schema: { type: 'string', format: 'alphanumeric' } }))
}

function numerals(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, schema: { type: 'string', format: 'numbers' } }))
}

function counts(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, schema: { type: 'integer', format: 'int32', minimum: 0 } }))
}

function texts(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, schema: { type: 'string' } }))
}

function inventory(...filters: readonly Parameter[]): Parameter[] {
  return [...common, ...paging, sort, search, select, ...filters, query, distinct]
}

const agentFilters: readonly Parameter[] = [
  query,
  ...words('os.platform', 'os.version', 'os.name', 'manager', 'version'),
  { name: 'group', schema: { type: 'string', description: 'Group name', format: 'group_names' } },
  { name: 'node_name', schema: { type: 'string', format: 'names' } },
  ...words('name', 'ip', 'registerIP'),
]

/** Query parameters of the endpoints about one agent and about upgrades, in the order of the manager's checks. */
export const agentParameters = {
  common,
  daemonStats: [
    ...common,
    {
      name: 'daemons_list',
      schema: { type: 'array', items: { type: 'string', enum: ['wazuh-analysisd', 'wazuh-remoted'] } },
    },
  ],
  upgrade: [
    ...common,
    { name: 'agents_list', required: true, schema: { type: 'array', items: agentIdOrAll } },
    { name: 'wpk_repo', schema: { type: 'string', format: 'path' } },
    { name: 'upgrade_version', schema: { type: 'string', format: 'wazuh_version' } },
    { name: 'use_http', schema: flag },
    { name: 'force', schema: flag },
    { name: 'package_type', schema: { type: 'string', enum: ['rpm', 'deb'] } },
    ...agentFilters,
  ],
  upgradeCustom: [
    ...common,
    { name: 'agents_list', required: true, schema: { type: 'array', items: agentIdOrAll } },
    { name: 'file_path', required: true, schema: { type: 'string', format: 'wpk_path' } },
    ...words('installer'),
    ...agentFilters,
  ],
  upgradeResult: [...common, { name: 'agents_list', schema: { type: 'array', items: agentId } }, ...agentFilters],
  tasks: [
    ...common,
    ...paging,
    query,
    search,
    select,
    sort,
    { name: 'agents_list', schema: { type: 'array', items: agentId } },
    { name: 'tasks_list', schema: { type: 'array', items: { type: 'string', description: 'Task ID', format: 'numbers' } } },
    { name: 'command', schema: { type: 'string', format: 'symbols_alphanumeric_param' } },
    ...words('node', 'module', 'status'),
  ],
} as const satisfies Record<string, readonly Parameter[]>

/** Query parameters of the inventories. */
export const inventoryParameters = {
  hardware: [...common, select],
  os: [...common, select],
  hotfixes: inventory(...texts('hotfix')),
  netaddr: inventory(...words('iface', 'proto', 'address', 'broadcast', 'netmask')),
  netiface: inventory(
    ...words('name', 'adapter'),
    ...texts('type'),
    ...words('state'),
    ...counts('mtu'),
    ...counts('tx.packets', 'rx.packets', 'tx.bytes', 'rx.bytes', 'tx.errors', 'rx.errors', 'tx.dropped', 'rx.dropped'),
  ),
  packages: inventory(...texts('vendor'), ...words('name', 'architecture', 'format'), ...texts('version')),
  ports: inventory(
    ...numerals('pid'),
    ...words('protocol', 'local.ip'),
    ...numerals('local.port'),
    ...words('remote.ip'),
    ...numerals('tx_queue'),
    ...words('state', 'process'),
  ),
  processes: inventory(
    ...numerals('pid'),
    ...words('state'),
    ...numerals('ppid'),
    ...words('egroup', 'euser', 'fgroup', 'name'),
    ...numerals('nlwp', 'pgrp', 'priority'),
    ...words('rgroup', 'ruser', 'sgroup', 'suser'),
  ),
} as const satisfies Record<string, readonly Parameter[]>

/** What may stand in the path of `/agents/{id}/stats/{component}`. */
export const statsComponent: Parameter = {
  name: 'component',
  required: true,
  schema: { type: 'string', enum: ['logcollector', 'agent'] },
}

/** What may stand in the path of `/agents/{id}/config/{component}/{configuration}`. */
export const configPath: readonly Parameter[] = [
  {
    name: 'component',
    required: true,
    schema: {
      type: 'string',
      enum: [
        'agent',
        'agentless',
        'analysis',
        'auth',
        'com',
        'csyslog',
        'integrator',
        'logcollector',
        'mail',
        'monitor',
        'request',
        'syscheck',
        'wazuh-db',
        'wmodules',
      ],
    },
  },
  {
    name: 'configuration',
    required: true,
    schema: {
      type: 'string',
      enum: [
        'client',
        'buffer',
        'labels',
        'internal',
        'anti_tampering',
        'agentless',
        'global',
        'active_response',
        'alerts',
        'command',
        'rules',
        'decoders',
        'auth',
        'logging',
        'reports',
        'active-response',
        'cluster',
        'csyslog',
        'integration',
        'localfile',
        'socket',
        'remote',
        'syscheck',
        'rootcheck',
        'wdb',
        'wmodules',
        'rule_test',
      ],
    },
  },
]
