import { isJsonObject, type Json, type JsonObject } from '../wire/python-json.ts'
import { type Account, accounts as defaultAccounts } from './accounts.ts'
import { policies as defaultPolicies, type Policy } from './policies.ts'
import type { RbacMode } from './rbac.ts'
import { defaultRoles, type Role, type Rule } from './roles.ts'

/**
 * Accounts, roles and policies as JSON, in the forms of the manager's own answers under `/security`.
 * What is named here replaces what the demo has under the same name or number, or is added to it.
 */
export interface PolicyFile {
  readonly rbac_mode?: unknown
  readonly users?: unknown
  readonly roles?: unknown
  readonly policies?: unknown
  readonly rules?: unknown
}

/** Who there is, and what each may do. */
export interface Security {
  readonly rbacMode: RbacMode
  readonly accounts: readonly Account[]
  readonly roles: readonly Role[]
}

export const defaultSecurity: Security = { rbacMode: 'white', accounts: defaultAccounts, roles: defaultRoles }

const FIRST_OWN_ID = 100
const part = '[a-zA-Z0-9_.]+:[a-zA-Z0-9_.]+:[a-zA-Z0-9_.*/-]+'
const resourcePattern = new RegExp(`^(?:\\*|\\*:\\*:\\*|${part}(?:&${part})?)$`)

/**
 * Lays a file over what is there.
 * @throws Error with the place of the first thing that can't be read
 */
export function applyPolicyFile(file: PolicyFile, base: Security = defaultSecurity): Security {
  const known = { policies: [...defaultPolicies, ...base.roles.flatMap((role) => role.policies)] }
  const policies = merge(known.policies, listOf(file, 'policies').map(readPolicy))
  const rules = merge(
    base.roles.flatMap((role) => role.rules),
    listOf(file, 'rules').map(readRule),
  )
  const given = listOf(file, 'roles').map((item, index) => readRole(item, index, policies, rules))
  // A policy that changed changes in every role that has it.
  const kept = base.roles.map((role) => ({ ...role, policies: role.policies.map((old) => byId(policies, old.id) ?? old) }))
  const roles = merge(kept, given).sort((a, b) => a.id - b.id)
  const users = listOf(file, 'users').map((item, index) => readAccount(item, index, roles, base.accounts))
  const names = new Set(users.map((user) => user.username))
  const accounts = [...base.accounts.filter((account) => !names.has(account.username)), ...users].map((account) => ({
    ...account,
    roles: account.roles.map((old) => byId(roles, old.id) ?? old),
  }))
  const mode = file.rbac_mode ?? base.rbacMode
  if (mode !== 'white' && mode !== 'black') throw new Error(`rbac_mode is "white" or "black", not ${JSON.stringify(mode)}`)
  return { rbacMode: mode, accounts, roles }
}

function readPolicy(item: JsonObject, index: number): Policy {
  const where = `policies[${index}]`
  const rule = isJsonObject(item.policy) ? item.policy : item
  const { effect } = rule
  if (effect !== 'allow' && effect !== 'deny') throw new Error(`${where}: effect is "allow" or "deny"`)
  const resources = texts(rule, 'resources', where)
  const odd = resources.find((resource) => !resourcePattern.test(resource))
  if (odd !== undefined) throw new Error(`${where}: ${JSON.stringify(odd)} is no resource`)
  return { ...identity(item, index, where), actions: texts(rule, 'actions', where), resources, effect }
}

function readRule(item: JsonObject, index: number): Rule {
  if (!isJsonObject(item.rule)) throw new Error(`rules[${index}] has no object "rule"`)
  return { ...identity(item, index, `rules[${index}]`), rule: item.rule }
}

function readRole(item: JsonObject, index: number, policies: readonly Policy[], rules: readonly Rule[]): Role {
  const where = `roles[${index}]`
  const inner = { policies: members(item, 'policies'), rules: members(item, 'rules') }
  return {
    ...identity(item, index, where),
    policies: inner.policies.map((entry, at) =>
      isJsonObject(entry) ? readPolicy(entry, at) : pick(policies, entry, `${where}: policy`),
    ),
    rules: inner.rules.map((entry, at) => (isJsonObject(entry) ? readRule(entry, at) : pick(rules, entry, `${where}: rule`))),
  }
}

function readAccount(item: JsonObject, index: number, roles: readonly Role[], before: readonly Account[]): Account {
  const where = `users[${index}]`
  const { username, password } = item
  if (typeof username !== 'string' || username === '') throw new Error(`${where} has no username`)
  const old = before.find((account) => account.username === username)
  return {
    id: typeof item.id === 'number' ? item.id : (old?.id ?? 2 * FIRST_OWN_ID + index),
    username,
    password: typeof password === 'string' ? password : (old?.password ?? username),
    allowRunAs: typeof item.allow_run_as === 'boolean' ? item.allow_run_as : (old?.allowRunAs ?? false),
    roles:
      item.roles === undefined && old
        ? old.roles
        : members(item, 'roles').map((entry) => pick(roles, isJsonObject(entry) ? entry.id : entry, `${where}: role`)),
  }
}

function identity(item: JsonObject, index: number, where: string): { id: number; name: string } {
  const id = item.id ?? 2 * FIRST_OWN_ID + index
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw new Error(`${where}: the id is no whole number`)
  return { id, name: typeof item.name === 'string' ? item.name : `set-${id}` }
}

function listOf(file: PolicyFile, key: 'users' | 'roles' | 'policies' | 'rules'): JsonObject[] {
  const list = file[key] ?? []
  if (!Array.isArray(list) || !list.every(isJsonObject)) throw new Error(`${key} is no list of objects`)
  return list
}

function members(item: JsonObject, key: string): readonly Json[] {
  const list = item[key] ?? []
  if (!isList(list)) throw new Error(`${key} is no list`)
  return list
}

function texts(item: JsonObject, key: string, where: string): readonly string[] {
  return members(item, key).map((entry) => {
    if (typeof entry !== 'string') throw new Error(`${where}: ${key} is no list of texts`)
    return entry
  })
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Finds by number, by number in a text, or by name. */
function pick<Item extends { id: number; name: string }>(items: readonly Item[], entry: unknown, where: string): Item {
  const found = items.findLast((item) => item.id === entry || item.name === entry || String(item.id) === entry)
  if (!found) throw new Error(`${where} ${JSON.stringify(entry)} is unknown`)
  return found
}

function byId<Item extends { id: number }>(items: readonly Item[], id: number): Item | undefined {
  return items.findLast((item) => item.id === id)
}

/** The later of two with the same number counts. */
function merge<Item extends { id: number }>(before: readonly Item[], after: readonly Item[]): Item[] {
  return [...new Map([...before, ...after].map((item) => [item.id, item])).values()]
}
