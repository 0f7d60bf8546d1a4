import { pickManagers, SCOPE_ALL } from '#lib/agent/scope.ts'
import type { ServiceContext } from '../context.ts'
import { getEvents } from './get-events.ts'

/**
 * Finds the events once for those who see everything. Every page asks for them, and after a start the first one would wait for what
 * all endpoints have in common to be counted, and for code that never ran. Never rejects: whoever asks is told what is wrong.
 */
export async function warmEvents(ctx: Omit<ServiceContext, 'scope'>): Promise<void> {
  const ids = ctx.fleet.snapshot().managers.map(({ id }) => id)
  const scope = pickManagers(SCOPE_ALL, ids, () => true)
  await getEvents({ ctx: { ...ctx, scope }, input: {} }).catch(() => undefined)
}
