import { spec } from './field-spec.ts'
import { DURATION_FIELDS, OWN_FIELDS } from './fields-own.ts'

export type { FieldType } from './field-spec.ts'

/**
 * The one table of fields: grammar, URL, API, store, sort and documentation read it.
 * `name` is the manager's where it has one; `aliases` are our JSON names and documented short names (matched without case).
 */
export const FIELDS = spec({
  id: {
    type: 'id',
    label: 'ID',
    aliases: ['agent.id'],
    sortable: true,
    nullable: false,
    example: 'id=001',
    note: 'Compared as a number, so 1 and 001 are the same.',
  },
  name: {
    type: 'text',
    label: 'Name',
    aliases: ['agent.name'],
    sortable: true,
    nullable: false,
    example: 'name~web',
    note: 'The name given at registration.',
  },
  ip: {
    type: 'ip',
    label: 'IP address',
    aliases: ['agent.ip'],
    sortable: true,
    nullable: true,
    example: 'ip~10.20.',
    note: 'The last source address, or the registered one before the first connection.',
  },
  registerIP: {
    type: 'ip',
    label: 'Registered IP',
    aliases: ['register_ip'],
    sortable: true,
    nullable: true,
    example: 'registerIP=any',
    note: 'The address or range that the key is bound to.',
  },
  status: {
    type: 'enum',
    label: 'Status',
    aliases: [],
    sortable: true,
    nullable: false,
    values: { active: [], disconnected: ['down'], pending: [], never_connected: ['never', 'never connected'], unknown: [] },
    example: 'status=disconnected',
    note: 'The connection status as the manager gives it.',
  },
  status_code: {
    type: 'number',
    label: 'Reason code',
    aliases: ['statusCode'],
    sortable: true,
    nullable: true,
    example: 'status_code=4',
    note: '0 none recorded, 1 version refused, 2 version unreadable, 3 clean stop, 4 no keep-alive, 5 reset by manager.',
  },
  reason: {
    type: 'enum',
    label: 'Reason',
    aliases: [],
    sortable: true,
    nullable: false,
    values: {
      no_keepalive: ['no keep-alive', 'no keepalive', 'lost'],
      clean_stop: ['clean stop', 'stopped'],
      reset: ['reset by manager'],
      version_refused: ['version refused'],
      version_unreadable: ['version unreadable'],
      none: ['none recorded'],
      other: [],
    },
    example: 'reason="no keep-alive"',
    note: 'Why the agent is in its status, from status_code; other is a code that Rollcall does not know.',
  },
  group: {
    type: 'list',
    label: 'Groups',
    aliases: ['groups'],
    sortable: true,
    nullable: true,
    example: 'group=default',
    note: 'True when any group of the agent matches.',
  },
  group_config_status: {
    type: 'enum',
    label: 'Sync',
    aliases: ['groupConfigStatus', 'sync'],
    sortable: true,
    nullable: false,
    values: { synced: ['in sync'], 'not synced': ['not_synced', 'notsynced', 'not in sync'], unknown: ['no state yet'] },
    example: 'sync="not synced"',
    note: 'Whether the agent holds the configuration of its groups.',
  },
  'os.name': {
    type: 'text',
    label: 'System',
    aliases: ['os'],
    sortable: true,
    nullable: true,
    example: 'os.name~ubuntu',
    note: 'Name of the operating system.',
  },
  'os.version': {
    type: 'version',
    label: 'System version',
    aliases: [],
    sortable: true,
    nullable: true,
    example: 'os.version>=22.04',
    note: 'Version of the operating system.',
  },
  'os.platform': {
    type: 'text',
    label: 'Platform',
    aliases: ['platform'],
    sortable: true,
    nullable: true,
    example: 'os.platform=windows',
    note: 'Such as ubuntu, rhel, windows, darwin.',
  },
  'os.arch': {
    type: 'text',
    label: 'Architecture',
    aliases: ['arch'],
    sortable: true,
    nullable: true,
    example: 'os.arch=x86_64',
    note: 'Processor architecture.',
  },
  version: {
    type: 'version',
    label: 'Agent version',
    aliases: [],
    sortable: true,
    nullable: true,
    example: 'version<4.10',
    note: 'Compared by number, with or without the words before it.',
  },
  outdated: {
    type: 'boolean',
    label: 'Outdated',
    aliases: [],
    sortable: true,
    nullable: true,
    example: 'outdated=true',
    note: 'Older than its manager.',
  },
  node_name: {
    type: 'text',
    label: 'Node',
    aliases: ['nodeName', 'node'],
    sortable: true,
    nullable: true,
    example: 'node_name=node01',
    note: 'Cluster node that the agent reports to.',
  },
  manager: {
    type: 'text',
    label: 'Manager',
    aliases: [],
    sortable: true,
    nullable: false,
    example: 'manager=demo',
    note: 'The manager as configured here, by name or id; sorts by name. The host name that the API calls manager is manager_host.',
  },
  manager_host: {
    type: 'text',
    label: 'Manager host',
    aliases: ['managerHost'],
    sortable: true,
    nullable: true,
    example: 'manager_host~worker',
    note: 'Host name of the manager node, as the API gives it.',
  },
  ...OWN_FIELDS,
  dateAdd: {
    type: 'time',
    label: 'Registered',
    aliases: ['enrolled'],
    sortable: true,
    nullable: true,
    example: 'dateAdd>2026-01-31',
    note: 'When the agent was registered.',
  },
  lastKeepAlive: {
    type: 'time',
    label: 'Last keep-alive',
    aliases: ['lastHeard', 'heard'],
    sortable: true,
    nullable: true,
    example: 'lastKeepAlive<1d',
    note: 'With an age, > is longer ago: lastKeepAlive>1d has been silent for over a day.',
  },
  disconnection_time: {
    type: 'time',
    label: 'Disconnected at',
    aliases: ['disconnectionTime'],
    sortable: true,
    nullable: true,
    example: 'disconnection_time>2026-11-01',
    note: 'When the manager declared it disconnected.',
  },
  statusSince: {
    type: 'time',
    label: 'Status since',
    aliases: ['since'],
    sortable: true,
    nullable: true,
    example: 'statusSince>2026-11-01',
    note: 'When the status began, as far as it is known.',
  },
  syncSince: {
    type: 'time',
    label: 'Sync since',
    aliases: [],
    sortable: true,
    nullable: true,
    example: 'syncSince<1h',
    note: 'When the sync state began, as far as it is known.',
  },
  mergedSum: {
    type: 'text',
    label: 'Shared sum',
    aliases: [],
    sortable: false,
    nullable: true,
    example: 'mergedSum=null',
    note: 'Sum of the shared configuration the agent holds.',
  },
  configSum: {
    type: 'text',
    label: 'Config sum',
    aliases: [],
    sortable: false,
    nullable: true,
    example: 'configSum=null',
    note: 'Sum of the local configuration.',
  },
  ...DURATION_FIELDS,
})

export type FieldName = keyof typeof FIELDS
export const FIELD_NAMES = namesOf(FIELDS)

const BY_WORD: ReadonlyMap<string, FieldName> = new Map(
  FIELD_NAMES.flatMap((name) => [name, ...FIELDS[name].aliases].map((word) => [word.toLowerCase(), name] as const)),
)

/** The field with this name or alias, in any case; `null` when there is none. */
export function findField(word: string): FieldName | null {
  return BY_WORD.get(word.toLowerCase()) ?? null
}

/** The table above is a literal, so its keys are exactly the names of its type. */
function namesOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[]
}

export type SortableField = { [K in FieldName]: (typeof FIELDS)[K]['sortable'] extends true ? K : never }[FieldName]
export const SORTABLE_FIELDS = FIELD_NAMES.filter((name): name is SortableField => FIELDS[name].sortable)
