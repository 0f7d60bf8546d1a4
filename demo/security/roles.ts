import type { JsonObject } from '../wire/python-json.ts'
import { type Policy, policies } from './policies.ts'

export interface Rule {
  readonly id: number
  readonly name: string
  readonly rule: JsonObject
}

export interface Role {
  readonly id: number
  readonly name: string
  /** In the order in which they are evaluated. */
  readonly policies: readonly Policy[]
  readonly rules: readonly Rule[]
}

/** A role of the manager's own: everything whose policy set has one of these names, in this order. */
function managerRole(id: number, name: string, sets: readonly string[], rules: readonly Rule[] = []): Role {
  return { id, name, policies: sets.flatMap((set) => policies.filter((policy) => setOf(policy) === set)), rules }
}

/** The last word of a policy's name says which part of its set it is. */
function setOf({ name }: Policy): string {
  return name.slice(0, name.lastIndexOf('_'))
}

const dashboardRules: readonly Rule[] = [
  { id: 1, name: 'wui_elastic_admin', rule: { FIND: { username: 'elastic' } } },
  { id: 2, name: 'wui_opensearch_admin', rule: { FIND: { user_name: 'admin' } } },
]

/** The roles that a manager 4.14 starts with; the order of their policies decides between them. */
export const roles = {
  administrator: managerRole(
    1,
    'administrator',
    [
      ...['agents_all', 'agents_commands', 'security_all', 'cluster_all', 'ciscat_read', 'decoders_all', 'lists_all'],
      ...['rootcheck_all', 'rules_all', 'mitre_read', 'sca_read', 'syscheck_all', 'syscollector_read', 'logtest_all'],
      ...['task_status', 'events_ingest'],
    ],
    dashboardRules,
  ),
  readonly: managerRole(2, 'readonly', [
    ...['agents_read', 'ciscat_read', 'cluster_read', 'decoders_read', 'lists_read', 'rootcheck_read', 'rules_read'],
    ...['mitre_read', 'sca_read', 'syscheck_read', 'syscollector_read'],
  ]),
  usersAdmin: managerRole(3, 'users_admin', ['users_all']),
  agentsReadonly: managerRole(4, 'agents_readonly', ['agents_read']),
  agentsAdmin: managerRole(5, 'agents_admin', ['agents_all']),
  clusterReadonly: managerRole(6, 'cluster_readonly', ['cluster_read']),
  clusterAdmin: managerRole(7, 'cluster_admin', ['cluster_all']),
} as const satisfies Record<string, Role>

/** Groups that the account `branch` may read. */
export const branchGroups = ['branch-north', 'branch-south'] as const

const branchReads = (id: number, name: string, action: string, kind: string): Policy => ({
  id,
  name,
  actions: [action],
  resources: branchGroups.map((group) => `${kind}:${group}`),
  effect: 'allow',
})

/** Two roles of the demo's own. */
export const branchRole: Role = {
  id: 100,
  name: 'branch_readonly',
  policies: [
    branchReads(100, 'branch_read_agents', 'agent:read', 'agent:group'),
    branchReads(101, 'branch_read_groups', 'group:read', 'group:id'),
  ],
  rules: [],
}

export const nobodyRole: Role = { id: 101, name: 'nobody', policies: [], rules: [] }

/** Every role the demo starts with. */
export const defaultRoles: readonly Role[] = [...Object.values(roles), branchRole, nobodyRole]
