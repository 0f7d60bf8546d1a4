import { LIMITS } from '#lib/contract/limits.ts'
import type { OidcWay } from '#server/ways.ts'

/** Whom the issuer vouches for. */
export interface OidcPerson {
  readonly username: string
  readonly groups: readonly string[]
}

type Claims = Readonly<Record<string, unknown>>

const GROUPS_MAX = 1000

/**
 * The person behind checked claims; `null` when they name nobody. Without a name claim it is the subject. What the ID token does not have is
 * looked for in the user info. @param more asks for that; `null` where the issuer has none @throws what `more` throws
 */
export async function personOf(
  claims: Claims,
  { userClaim, groupsClaim }: Pick<OidcWay, 'userClaim' | 'groupsClaim'>,
  more: (() => Promise<Claims>) | null,
): Promise<OidcPerson | null> {
  const isWhole = claimOf(claims, userClaim) !== undefined && claimOf(claims, groupsClaim) !== undefined
  const all = isWhole || more === null ? claims : { ...(await more()), ...claims }
  const name = claimOf(all, userClaim) ?? all['sub']
  const username = typeof name === 'string' ? name.normalize('NFC').trim() : ''
  if (username === '' || username.length > LIMITS.userNameLength || /\p{Cc}/u.test(username)) return null
  return { username, groups: groupsOf(claimOf(all, groupsClaim)) }
}

/** A claim by its name, or by a path with dots where no claim has that name. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

function groupsOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return [claim]
  return Array.isArray(claim) ? claim.filter((group): group is string => typeof group === 'string').slice(0, GROUPS_MAX) : []
}
