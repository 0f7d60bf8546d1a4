import type { JoinedSessions } from './joined-sessions.ts'
import type { Session } from './sessions.ts'
import { signInPerson } from './sign-in.ts'

type SignIn = Parameters<typeof signInPerson>[0]

/**
 * Checks an account at another manager, under the limits of every sign-in, and adds it to a session that goes on.
 * @param input.token of that session's cookie
 * @throws ServiceError what `signInPerson` and `JoinedSessions.add` throw
 */
export async function addManager({
  ctx,
  input: { token, ...input },
}: {
  ctx: Omit<SignIn['ctx'], 'sessions'> & { sessions: Pick<JoinedSessions, 'add'> }
  input: Omit<SignIn['input'], 'previous'> & { token: string }
}): Promise<Session> {
  const sessions: SignIn['ctx']['sessions'] = {
    create: (who, found, origin) => ctx.sessions.add(token, who, found, origin),
    createMapped: async () => null,
    end: async () => undefined,
  }
  const { session } = await signInPerson({ ctx: { ...ctx, sessions }, input: { ...input, previous: null } })
  return session
}
