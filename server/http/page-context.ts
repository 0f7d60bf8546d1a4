import { runtime } from '#server/runtime.ts'
import type { ServiceContext } from '#server/services/context.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { pageSession } from './session.ts'

/** What verbs may use for the person who opens a page, or `null` when nobody is signed in; the layout sends them to sign in. */
export async function pageContext(): Promise<{ ctx: ServiceContext; session: Session } | null> {
  const session = await pageSession()
  if (!session) return null
  const { fleet, prisma, clock, log, config } = runtime()
  return { session, ctx: { fleet, prisma, clock, log, config, scope: session.scope } }
}
