import type { SteerableClock } from '../clock.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Account } from '../security/accounts.ts'
import type { LoginGate } from '../security/login-gate.ts'
import type { ProcessedPolicies } from '../security/processed-policies.ts'
import type { RbacMode } from '../security/rbac.ts'
import type { Role } from '../security/roles.ts'
import type { TokenOffice } from '../security/tokens.ts'
import type { BodyRule, Parameter } from '../spec/schema.ts'
import type { QueryValues } from '../spec/validate.ts'
import type { JsonObject } from './python-json.ts'
import type { Reply } from './reply.ts'

/** Everything a running demo holds. */
export interface DemoState {
  readonly clock: SteerableClock
  readonly tokens: TokenOffice
  readonly loginGate: LoginGate
  /** Replaced as a whole when a test swaps the fleet. */
  fleet: Fleet
  accounts: readonly Account[]
  /** Every role there is, in the order of their ids. */
  roles: readonly Role[]
  rbacMode: RbacMode
  /** Such as `4.14.7`. From 5.0 on, what that version has no more is unknown. */
  apiVersion: string
}

/** One request on its way through an endpoint, validated. */
export interface Call {
  readonly demo: DemoState
  readonly values: QueryValues
  readonly captures: ReadonlyMap<string, string>
  /** The body, checked against the endpoint's rule; empty when the endpoint takes none. */
  readonly body: JsonObject
  readonly account: Account
  /** The roles the token was given, which decide; not always those of the account. */
  readonly roles: readonly Role[]
  readonly policies: ProcessedPolicies
  readonly nowSeconds: number
}

export interface Endpoint {
  readonly auth: 'basic' | 'bearer'
  readonly parameters: readonly Parameter[]
  /** Parameters in the path; checked after those of the query. */
  readonly path?: readonly Parameter[]
  /** Set for operations that read a body. */
  readonly body?: BodyRule
  /** Set for operations the manager calls deprecated: the value of its `link` header. */
  readonly deprecatedLink?: string
  handle(call: Call): Reply | Promise<Reply>
}

/** A parameter that was sent, as text. */
export function textValue(call: Call, name: string): string | undefined {
  const value = call.values.get(name)
  return typeof value === 'string' ? value : undefined
}

export function listValue(call: Call, name: string): readonly string[] | undefined {
  const value = call.values.get(name)
  return typeof value === 'object' ? value : undefined
}

export function numberValue(call: Call, name: string, fallback: number): number {
  const value = call.values.get(name)
  return typeof value === 'number' ? value : fallback
}

export function flagValue(call: Call, name: string): boolean {
  return call.values.get(name) === true
}
