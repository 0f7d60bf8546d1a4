import type { Config } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import type { ManagerErrorCode } from '#server/manager/errors.ts'
import type { AuditLog } from './audit-log.ts'
import { isServiceError, ServiceError } from './errors.ts'
import type { Session, Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

interface SignInContext {
  readonly config: Pick<Config, 'managers' | 'host' | 'allowHttp' | 'tls'>
  readonly clients: ReadonlyMap<string, ManagerClient>
  readonly sessions: Pick<Sessions, 'create' | 'end'>
  readonly limits: SignInLimits
  readonly log: Pick<Log, 'warn'>
  readonly audit: Pick<AuditLog, 'record'>
}

interface SignInInput {
  username: string
  password: string
  /** Needed when several managers are configured; the credentials go to that one only. */
  manager?: string | undefined
  /** Of the peer, for the limits. */
  address: string
  /** Token of a session this browser still has; it ends with a successful sign-in. */
  previous: string | null
}

interface SignedIn {
  token: string
  session: Session
}

/**
 * Checks a manager account and starts a session of ours with its rights, whatever they are; the audit log has it either way.
 * @throws ServiceError `insecure_transport`, `bad_request`, `too_many_attempts`, `wrong_credentials`, `manager_unreachable`
 */
export async function signInPerson({ ctx, input }: { ctx: SignInContext; input: SignInInput }): Promise<SignedIn> {
  const { username, address } = input
  const named = ctx.config.managers.find(({ id }) => id === input.manager)
  const manager = (named ?? ctx.config.managers[0])?.id ?? null
  try {
    const started = await check(ctx, input)
    ctx.audit.record({ kind: 'sign_in', outcome: 'ok', manager: started.session.manager, username, address })
    return started
  } catch (error) {
    const code = isServiceError(error) ? error.code : 'internal'
    const outcome = code === 'too_many_attempts' || code === 'insecure_transport' ? 'refused' : 'failed'
    ctx.audit.record({ kind: 'sign_in', outcome, manager, username, address, detail: { code } })
    throw error
  }
}

async function check(ctx: SignInContext, input: SignInInput): Promise<SignedIn> {
  if (!ctx.config.allowHttp && ctx.config.tls === null && !isLoopback(ctx.config.host)) {
    throw new ServiceError(
      'insecure_transport',
      'Sign-in is refused: this dashboard is reached over plain HTTP from other machines. Set TLS_CERT_FILE and TLS_KEY_FILE; or put TLS in front of it, set PUBLIC_URL and listen on 127.0.0.1; or set ALLOW_HTTP=1.',
    )
  }
  const { id, name, client } = chosenManager(ctx, input.manager)
  const place = ctx.limits.reserve({ manager: id, username: input.username, address: input.address })
  if (!place.ok) {
    throw new ServiceError('too_many_attempts', `Too many attempts to sign in. Try again in ${place.retryAfterSeconds} s.`, {
      retryAfterSeconds: place.retryAfterSeconds,
    })
  }
  const answer = await client.verifyCredentials(input.username, input.password)
  if (!answer.ok) {
    // Only a judged password counts as a failure; the manager being away is not the person's fault.
    if (answer.reason === 'wrong_credentials')
      throw new ServiceError('wrong_credentials', `${name} does not accept this name and password.`)
    place.release()
    // Nobody is known here yet: where the manager is and what to set is for those who read the log.
    ctx.log.warn({ manager: id, reason: answer.reason, problem: answer.message }, 'a password could not be checked')
    const retryAfterSeconds = answer.retryAfterMs === null ? null : Math.ceil(answer.retryAfterMs / 1000)
    throw new ServiceError(
      'manager_unreachable',
      `${name} can’t check passwords now: ${WHY[answer.reason] ?? 'it does not answer as it should.'}`,
      retryAfterSeconds === null ? {} : { retryAfterSeconds },
    )
  }
  place.release()
  const started = await ctx.sessions.create({ username: input.username, password: input.password, manager: id }, answer)
  if (input.previous !== null) await ctx.sessions.end(input.previous)
  return started
}

/** What a person who is not signed in may know of a failure. */
const WHY: Partial<Record<ManagerErrorCode, string>> = {
  unreachable: 'it can’t be reached.',
  timeout: 'it does not answer in time.',
  refused_certificate: 'its certificate is not the expected one.',
  rate_limited: 'it answers too many requests. Try again in a minute.',
  blocked: 'it blocks sign-ins from this dashboard after too many failed ones, for 5 minutes at most.',
  degraded: 'it is starting or failing.',
}

function chosenManager(ctx: SignInContext, wanted: string | undefined) {
  const managers = ctx.config.managers
  const manager = wanted === undefined && managers.length === 1 ? managers[0] : managers.find((m) => m.id === wanted)
  const client = manager && ctx.clients.get(manager.id)
  if (!manager || !client)
    throw new ServiceError('bad_request', `Name one of the managers: ${managers.map((m) => m.id).join(', ')}.`)
  return { id: manager.id, name: manager.name, client }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
