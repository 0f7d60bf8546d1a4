import type { JsonObject } from '../wire/python-json.ts'
import { type Policy, policies } from './policies.ts'

export interface Role {
  readonly id: number
  readonly name: string
  readonly policies: readonly Policy[]
  readonly rules: readonly { readonly id: number; readonly name: string; readonly rule: JsonObject }[]
}

const everyPolicy = [1, 2, 3, 6, 7, 8, 29, 30, 12, 14, 15, 18, 19, 21, 23, 24, 16, 25, 27, 28, 33, 34, 35]

/** The default roles that the demo's accounts use; the order of policies decides between them. */
export const roles = {
  administrator: {
    id: 1,
    name: 'administrator',
    policies: everyPolicy.flatMap((id) => policies.filter((policy) => policy.id === id)),
    rules: [
      { id: 1, name: 'wui_elastic_admin', rule: { FIND: { username: 'elastic' } } },
      { id: 2, name: 'wui_opensearch_admin', rule: { FIND: { user_name: 'admin' } } },
    ],
  },
  agentsReadonly: {
    id: 4,
    name: 'agents_readonly',
    policies: [4, 5].flatMap((id) => policies.filter((policy) => policy.id === id)),
    rules: [],
  },
} as const satisfies Record<string, Role>

/** Groups that the account `branch` may read. */
export const branchGroups = ['branch-north', 'branch-south'] as const

export const branchRole: Role = {
  id: 100,
  name: 'branch_readonly',
  policies: [
    {
      id: 100,
      name: 'branch_read_agents',
      actions: ['agent:read'],
      resources: branchGroups.map((group) => `agent:group:${group}`),
      effect: 'allow',
    },
    {
      id: 101,
      name: 'branch_read_groups',
      actions: ['group:read'],
      resources: branchGroups.map((group) => `group:id:${group}`),
      effect: 'allow',
    },
  ],
  rules: [],
}

export const nobodyRole: Role = { id: 101, name: 'nobody', policies: [], rules: [] }

/** Every role the demo starts with. */
export const defaultRoles: readonly Role[] = [roles.administrator, roles.agentsReadonly, branchRole, nobodyRole]
