import { branchRole, nobodyRole, type Role, roles } from './roles.ts'

export interface Account {
  readonly id: number
  readonly username: string
  readonly password: string
  readonly allowRunAs: boolean
  readonly roles: readonly Role[]
}

/** The manager's two default accounts, and three of the demo's own with fewer and fewer rights. */
export const accounts: readonly Account[] = [
  { id: 1, username: 'wazuh', password: 'wazuh', allowRunAs: true, roles: [roles.administrator] },
  { id: 2, username: 'wazuh-wui', password: 'wazuh-wui', allowRunAs: true, roles: [roles.administrator] },
  { id: 100, username: 'analyst', password: 'analyst', allowRunAs: false, roles: [roles.agentsReadonly] },
  { id: 101, username: 'branch', password: 'branch', allowRunAs: false, roles: [branchRole] },
  { id: 102, username: 'nobody', password: 'nobody', allowRunAs: false, roles: [nobodyRole] },
]
