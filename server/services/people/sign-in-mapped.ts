import type { WayId } from '#server/ways.ts'
import { ServiceError } from '../errors.ts'
import type { Session, Sessions } from './sessions.ts'
import { auditedSignIn, refuseInsecure, type SignInContext } from './sign-in.ts'

interface MappedInput {
  /** Whom the way vouches for, and what it can be asked with again. */
  readonly who: { readonly username: string; readonly groups: readonly string[]; readonly refreshToken?: string | null }
  readonly address: string
  readonly agent: string
  /** Token of a session this browser still has; it ends with a successful sign-in. */
  readonly previous: string | null
}

/**
 * Starts a session of somebody whom another way than a manager vouches for, with what the configuration gives their groups.
 * @throws ServiceError `insecure_transport`, `no_permission` when it gives them nothing
 */
export async function signInMapped({
  ctx,
  input: { who, address, agent, previous },
  way,
}: {
  ctx: Pick<SignInContext, 'config' | 'audit'> & { sessions: Pick<Sessions, 'createMapped' | 'end'> }
  input: MappedInput
  way: Exclude<WayId, '@local'>
}): Promise<{ token: string; session: Session }> {
  return auditedSignIn(ctx.audit, { manager: way, username: who.username, address }, async () => {
    refuseInsecure(ctx.config)
    const started = await ctx.sessions.createMapped({ ...who, manager: way }, { address, agent })
    if (started === null) throw new ServiceError('no_permission', 'None of your groups may see anything here.')
    if (previous !== null) await ctx.sessions.end(previous)
    return started
  })
}
