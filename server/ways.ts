import type { BlockList } from 'node:net'
import type { ManagerScope } from '#lib/agent/scope.ts'
import type { PasswordHash } from './password-hash.ts'

/** Ids of those who vouch for people beside the managers; an `@` is in no manager's id. */
export const WAY_IDS = ['@oidc', '@proxy', '@local'] as const
export type WayId = (typeof WAY_IDS)[number]

/** Sign-in by OpenID Connect. `clientSecret` is a secret; without one the client is a public one. */
export interface OidcWay {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string | null
  /** What people read on the button. */
  readonly name: string
  /** As sent in the authorization request. */
  readonly scopes: string
  readonly userClaim: string
  readonly groupsClaim: string
  /** PEM text of the authorities to trust instead of the system's. */
  readonly ca: string | null
}

/** Sign-in by a proxy in front that names the person in a header. Header names are in small letters. */
export interface ProxyWay {
  readonly name: string
  readonly userHeader: string
  readonly groupsHeader: string
  readonly secretHeader: string
  /** Proves that the proxy itself sent the headers. */
  readonly secret: string
}

/** The one account of the dashboard's own. */
export interface LocalWay {
  readonly username: string
  readonly hash: PasswordHash
}

/** The ways to sign in beside accounts of the managers; `null` where one is not set up. */
export interface WaysConfig {
  readonly oidc: OidcWay | null
  readonly proxy: ProxyWay | null
  readonly local: LocalWay | null
  /** What people of the first two may do; whoever is in none of these groups may do nothing. */
  readonly groups: readonly GroupRule[]
  /** Peers whose forwarding headers are believed. */
  readonly trustedPeers: BlockList
}

export type Role = 'administrator' | 'analyst'

/** What the members of one group may do here. */
export interface GroupRule {
  readonly group: string
  readonly role: Role
  /** What they see of each manager by its id; `all`: everything of every manager. */
  readonly managers: 'all' | ReadonlyMap<string, ManagerScope>
}
