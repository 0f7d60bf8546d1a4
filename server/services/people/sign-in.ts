import type { Config } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import type { ManagerErrorCode } from '#server/manager/errors.ts'
import { isPassword } from '#server/password-hash.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { isLoopback } from '../is-loopback.ts'
import type { Session, Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface SignInContext {
  readonly config: Pick<Config, 'managers' | 'host' | 'allowHttp' | 'tls' | 'ways'>
  readonly clients: ReadonlyMap<string, ManagerClient>
  readonly sessions: Pick<Sessions, 'create' | 'createMapped' | 'end'>
  readonly limits: SignInLimits
  readonly log: Pick<Log, 'warn'>
  readonly audit: Pick<AuditLog, 'record'>
}

interface SignInInput {
  username: string
  password: string
  /** Needed when several managers are configured; the credentials go to that one only. `@local` for the dashboard's own account. */
  manager?: string | undefined
  /** Where they sign in from: for the limits, and for lists of sessions. */
  address: string
  agent: string
  /** Token of a session this browser still has; it ends with a successful sign-in. */
  previous: string | null
}

interface Started {
  readonly token: string
  readonly session: Session
}

/**
 * Checks a name and a password, at a manager or against the dashboard's own account, and starts a session of ours with the rights behind them;
 * the audit log has it either way.
 * @throws ServiceError `insecure_transport`, `bad_request`, `too_many_attempts`, `wrong_credentials`, `manager_unreachable`
 */
export async function signInPerson({ ctx, input }: { ctx: SignInContext; input: SignInInput }): Promise<Started> {
  const { username, address } = input
  const named = ctx.config.managers.find(({ id }) => id === input.manager)
  const manager = input.manager === '@local' ? '@local' : ((named ?? ctx.config.managers[0])?.id ?? null)
  return auditedSignIn(ctx.audit, { manager, username, address }, async () => {
    refuseInsecure(ctx.config)
    const started = await (manager === '@local' ? signInLocally(ctx, input) : signInAtManager(ctx, input))
    if (input.previous !== null) await ctx.sessions.end(input.previous)
    return started
  })
}

/** Signs somebody in and writes down whether that worked. */
export async function auditedSignIn(
  audit: SignInContext['audit'],
  who: { manager: string | null; username: string | null; address: string },
  signIn: () => Promise<Started>,
): Promise<Started> {
  try {
    const started = await signIn()
    const { manager, username } = started.session
    audit.record({ kind: 'sign_in', outcome: 'ok', manager, username, address: who.address })
    return started
  } catch (error) {
    const code = isServiceError(error) ? error.code : 'internal'
    const isRefused = code === 'too_many_attempts' || code === 'insecure_transport' || code === 'no_permission'
    audit.record({ kind: 'sign_in', outcome: isRefused ? 'refused' : 'failed', ...who, detail: { code } })
    throw error
  }
}

/** @throws ServiceError `insecure_transport` where a session would travel over plain HTTP between machines */
export function refuseInsecure(config: Pick<Config, 'host' | 'allowHttp' | 'tls'>): void {
  if (config.allowHttp || config.tls !== null || isLoopback(config.host)) return
  throw new ServiceError(
    'insecure_transport',
    'Sign-in is refused: this dashboard is reached over plain HTTP from other machines. Set TLS_CERT_FILE and TLS_KEY_FILE; or put TLS in front of it, set PUBLIC_URL and listen on 127.0.0.1; or set ALLOW_HTTP=1.',
  )
}

async function signInAtManager(ctx: SignInContext, input: SignInInput): Promise<Started> {
  const { id, name, client } = chosenManager(ctx, input.manager)
  const place = takePlace(ctx.limits, { manager: id, username: input.username, address: input.address })
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
  return ctx.sessions.create({ username: input.username, password: input.password, manager: id }, answer, input)
}

/** The account for the night when the manager is away: nothing but our own configuration is asked. */
async function signInLocally(ctx: SignInContext, input: SignInInput): Promise<Started> {
  const { local } = ctx.config.ways
  if (local === null) throw new ServiceError('bad_request', 'This dashboard has no account of its own.')
  // Nobody can lock the account by trying its name: only addresses are held back, and all attempts together for their cost.
  const place = takePlace(ctx.limits, { manager: '@local', username: null, address: input.address })
  // The password is hashed whatever the name is, so that the time does not tell names apart.
  const isRight = await isPassword(input.password, local.hash)
  const started =
    isRight && input.username === local.username
      ? await ctx.sessions.createMapped({ username: local.username, manager: '@local', groups: [] }, input)
      : null
  if (started === null) throw new ServiceError('wrong_credentials', 'This dashboard does not accept this name and password.')
  place.release()
  return started
}

/** @throws ServiceError `too_many_attempts` */
export function takePlace(limits: SignInLimits, who: Parameters<SignInLimits['reserve']>[0]) {
  const place = limits.reserve(who)
  if (place.ok) return place
  const { retryAfterSeconds } = place
  throw new ServiceError('too_many_attempts', `Too many attempts to sign in. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  })
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
