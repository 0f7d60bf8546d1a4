import type { Config } from '#server/config.ts'
import type { Session } from './sessions.ts'

/** The managers that a person administers: all that are configured, some by their ids, or none. */
export type Administered = 'all' | 'none' | readonly string[]

/** Who is an administrator, decided here alone: whoever may read all users of a manager, for that manager. */
export function administers(
  session: Pick<Session, 'manager' | 'administrator'> & {
    readonly others: readonly Pick<Session, 'manager' | 'administrator'>[]
  },
  config: Pick<Config, 'managers'>,
): Administered {
  const own = [session, ...session.others].filter(({ administrator }) => administrator).map(({ manager }) => manager)
  if (own.length === 0) return 'none'
  return config.managers.every(({ id }) => own.includes(id)) ? 'all' : own
}
