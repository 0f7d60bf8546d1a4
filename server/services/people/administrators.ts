import type { ManagerConfig } from '#server/config.ts'
import type { Session } from './sessions.ts'
import { isWay } from './vouchers.ts'

/** The managers that a person administers: all that are configured, some by their ids, or none. */
export type Administered = 'all' | 'none' | readonly string[]

/**
 * What a person administers, decided here alone: whoever may give any user of a manager any role administers that manager, and who has all of
 * them the dashboard. Of people without accounts at managers the configuration says it.
 */
export function administers(
  session: Pick<Session, 'manager' | 'administrator'> & {
    readonly others: readonly Pick<Session, 'manager' | 'administrator'>[]
  },
  config: { readonly managers: readonly Pick<ManagerConfig, 'id'>[] },
): Administered {
  if (isWay(session.manager)) return session.administrator ? 'all' : 'none'
  const own = [session, ...session.others].filter(({ administrator }) => administrator).map(({ manager }) => manager)
  if (own.length === 0) return 'none'
  return config.managers.every(({ id }) => own.includes(id)) ? 'all' : own
}

/** Whether a person administers a manager, by its id. */
export function administersManager(...who: Parameters<typeof administers>): (id: string) => boolean {
  const own = administers(...who)
  return (id) => own === 'all' || (own !== 'none' && own.includes(id))
}
