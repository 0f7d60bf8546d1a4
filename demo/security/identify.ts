import type { DemoState, Endpoint } from '../wire/call.ts'
import { BorderError } from '../wire/manager-error.ts'
import type { Account } from './accounts.ts'
import type { Role } from './roles.ts'

/** Who asks, and with which roles. */
export interface Identity {
  readonly account: Account
  readonly roles: readonly Role[]
}

/**
 * Finds out who asks, by name and password or by token. A token carries its own roles.
 * @throws BorderError 401
 */
export async function identify(demo: DemoState, auth: Endpoint['auth'], authorization: string | undefined): Promise<Identity> {
  const [scheme = '', ...rest] = (authorization ?? '').trim().split(/\s+/)
  const credential = rest.join(' ')
  if (auth === 'basic') {
    const account = scheme.toLowerCase() === 'basic' ? checkPassword(demo, credential) : undefined
    if (!account) throw unauthorized('Invalid credentials')
    return { account, roles: account.roles }
  }
  if (authorization === undefined || authorization === '') throw unauthorized('No authorization token provided')
  if (credential === '') throw unauthorized('Invalid authorization header')
  if (scheme.toLowerCase() !== 'bearer') throw unauthorized('No authorization token provided')
  return checkToken(demo, credential)
}

async function checkToken(demo: DemoState, token: string): Promise<Identity> {
  const grant = await demo.tokens.verify(token)
  const account = demo.accounts.find((candidate) => candidate.username === grant?.username)
  if (!grant || !account) throw unauthorized('Invalid token')
  const own = account.roles.map((role) => role.id)
  const isOwn = own.length === grant.roleIds.length && own.every((id) => grant.roleIds.includes(id))
  if (!account.allowRunAs && !isOwn) throw unauthorized('Invalid token')
  // Revocations are looked up role by role: somebody without any role keeps a token until it expires.
  if (own.length > 0 && grant.isRevoked) throw unauthorized('Invalid token')
  if (grant.rbacMode !== demo.rbacMode) throw unauthorized('Token expired')
  const roles = grant.roleIds.flatMap((id) => demo.roles.filter((role) => role.id === id))
  return { account, roles }
}

function checkPassword(demo: DemoState, credential: string): Account | undefined {
  const text = Buffer.from(credential, 'base64').toString('latin1')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return demo.accounts.find((account) => account.username === username && account.password === password)
}

function unauthorized(detail: string): BorderError {
  return new BorderError(401, 'Unauthorized', detail)
}
