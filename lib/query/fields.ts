import { spec } from './field-spec.ts'
import { DURATION_FIELDS, OWN_FIELDS } from './fields-own.ts'

export type { FieldType } from './field-spec.ts'

/**
 * The one table of fields: grammar, URL, API, store, sort and documentation read it; what each means is said in `field-notes.ts`.
 * `name` is the manager's where it has one; `aliases` are our JSON names and documented short names (matched without case).
 */
export const FIELDS = spec({
  id: {
    type: 'id',
    label: 'ID',
    aliases: ['agent.id'],
    sortable: true,
    nullable: false,
  },
  name: {
    type: 'text',
    label: 'Name',
    aliases: ['agent.name'],
    sortable: true,
    nullable: false,
  },
  ip: {
    type: 'ip',
    label: 'IP address',
    aliases: ['agent.ip'],
    sortable: true,
    nullable: true,
  },
  registerIP: {
    type: 'ip',
    label: 'Registered IP',
    aliases: ['register_ip'],
    sortable: true,
    nullable: true,
  },
  status: {
    type: 'enum',
    label: 'Status',
    aliases: [],
    sortable: true,
    nullable: false,
    values: { active: [], disconnected: ['down'], pending: [], never_connected: ['never', 'never connected'], unknown: [] },
  },
  status_code: {
    type: 'number',
    label: 'Reason code',
    aliases: ['statusCode'],
    sortable: true,
    nullable: true,
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
  },
  group: {
    type: 'list',
    label: 'Groups',
    aliases: ['groups'],
    sortable: true,
    nullable: true,
  },
  group_config_status: {
    type: 'enum',
    label: 'Sync',
    aliases: ['groupConfigStatus', 'sync'],
    sortable: true,
    nullable: false,
    values: { synced: ['in sync'], 'not synced': ['not_synced', 'notsynced', 'not in sync'], unknown: ['no state yet'] },
  },
  'os.name': {
    type: 'text',
    label: 'System',
    aliases: ['os'],
    sortable: true,
    nullable: true,
  },
  'os.version': {
    type: 'version',
    label: 'System version',
    aliases: [],
    sortable: true,
    nullable: true,
  },
  'os.platform': {
    type: 'text',
    label: 'Platform',
    aliases: ['platform'],
    sortable: true,
    nullable: true,
  },
  'os.arch': {
    type: 'text',
    label: 'Architecture',
    aliases: ['arch'],
    sortable: true,
    nullable: true,
  },
  version: {
    type: 'version',
    label: 'Agent version',
    aliases: [],
    sortable: true,
    nullable: true,
  },
  outdated: {
    type: 'boolean',
    label: 'Outdated',
    aliases: [],
    sortable: true,
    nullable: true,
  },
  node_name: {
    type: 'text',
    label: 'Node',
    aliases: ['nodeName', 'node'],
    sortable: true,
    nullable: true,
  },
  manager: {
    type: 'text',
    label: 'Manager',
    aliases: [],
    sortable: true,
    nullable: false,
  },
  manager_host: {
    type: 'text',
    label: 'Manager host',
    aliases: ['managerHost'],
    sortable: true,
    nullable: true,
  },
  ...OWN_FIELDS,
  dateAdd: {
    type: 'time',
    label: 'Registered',
    aliases: ['enrolled'],
    sortable: true,
    nullable: true,
  },
  lastKeepAlive: {
    type: 'time',
    label: 'Last keep-alive',
    aliases: ['lastHeard', 'heard'],
    sortable: true,
    nullable: true,
  },
  disconnection_time: {
    type: 'time',
    label: 'Disconnected at',
    aliases: ['disconnectionTime'],
    sortable: true,
    nullable: true,
  },
  statusSince: {
    type: 'time',
    label: 'Status since',
    aliases: ['since'],
    sortable: true,
    nullable: true,
  },
  syncSince: {
    type: 'time',
    label: 'Sync since',
    aliases: [],
    sortable: true,
    nullable: true,
  },
  mergedSum: {
    type: 'text',
    label: 'Shared sum',
    aliases: [],
    sortable: false,
    nullable: true,
  },
  configSum: {
    type: 'text',
    label: 'Config sum',
    aliases: [],
    sortable: false,
    nullable: true,
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
