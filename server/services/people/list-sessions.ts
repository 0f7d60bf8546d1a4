import type { SessionItem, SessionsList } from '#lib/contract/session.ts'
import type { Config } from '#server/config.ts'
import type { SessionRow } from '#server/store/sessions-repo.ts'
import { ServiceError } from '../errors.ts'
import { administers } from './administrators.ts'
import type { JoinedSessions } from './joined-sessions.ts'
import type { Session } from './sessions.ts'
import { voucherName } from './vouchers.ts'

interface Context {
  readonly config: Pick<Config, 'managers' | 'ways' | 'sessions'>
  readonly sessions: Pick<JoinedSessions, 'list' | 'revoke'>
  /** Who asks. */
  readonly who: Session
  /** Tells open event streams that a session may be over. */
  readonly lookAgain: () => void
}

const LISTED_MAX = 200

/** The sessions of the person who asks; with `of: all`, those of everybody whom they administer. @throws ServiceError `bad_request`, `no_permission` */
export async function listSessions({ ctx, input }: { ctx: Context; input: { of?: string | undefined } }): Promise<SessionsList> {
  const { of = 'own' } = input
  if (of !== 'own' && of !== 'all') throw new ServiceError('bad_request', 'of is own or all.')
  if (of === 'all' && administers(ctx.who, ctx.config) === 'none')
    throw new ServiceError('no_permission', 'Only administrators see the sessions of others.')
  const rows = of === 'own' ? await ctx.sessions.list(ctx.who) : await withinReach(ctx)
  const firsts = rows.filter(({ parent }) => parent === null)
  const toListed = (row: Row) => {
    const further = rows.filter(({ parent }) => parent === row.id)
    return toItem(ctx, row, further)
  }
  const { idleMs, lifeMs } = ctx.config.sessions
  return {
    sessions: firsts.slice(0, LISTED_MAX).map(toListed),
    more: firsts.length > LISTED_MAX,
    idleMinutes: idleMs / 60_000,
    hours: lifeMs / 3_600_000,
  }
}

/**
 * Ends one session: one's own, or of somebody whom one administers. Another's is answered as one that does not exist.
 * @returns whose it was @throws ServiceError `not_found`
 */
export async function endOneSession({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<string> {
  const row = (await withinReach(ctx)).find(({ id, parent }) => id === input.id && parent === null)
  if (row === undefined) throw new ServiceError('not_found', 'There is no such session; it may be over already.')
  await ctx.sessions.revoke(row)
  ctx.lookAgain()
  return `${row.username} at ${row.voucher}`
}

/** Ends all sessions of the person who asks but the one that asks. @returns how many */
export async function endOtherSessions({ ctx }: { ctx: Context }): Promise<{ ended: number }> {
  const others = (await ctx.sessions.list(ctx.who)).filter(({ id, parent }) => parent === null && id !== ctx.who.id)
  for (const row of others) await ctx.sessions.revoke(row)
  ctx.lookAgain()
  return { ended: others.length }
}

type Row = SessionRow & { readonly voucher: string }

/** One's own sessions and those of people whom one administers, each by who vouches for its first account. */
async function withinReach({ config, sessions, who }: Context): Promise<readonly Row[]> {
  const administered = administers(who, config)
  if (administered === 'none') return sessions.list(who)
  const rows = await sessions.list()
  if (administered === 'all') return rows
  const isOwn = ({ voucher, username }: Row) => voucher === who.manager && username === who.username
  const firsts = rows.filter((row) => row.parent === null && (administered.includes(row.voucher) || isOwn(row)))
  const ids = new Set(firsts.map(({ id }) => id))
  return [...firsts, ...rows.filter(({ parent }) => parent !== null && ids.has(parent))]
}

function toItem({ config, who }: Context, row: Row, further: readonly Row[]): SessionItem {
  const { id, username, address, agent } = row
  return {
    ...{ id, username, address, agent },
    administrator: [row, ...further].some(({ role }) => role === 'administrator'),
    managerName: voucherName(row.voucher, config),
    accounts: further.map((own) => ({ username: own.username, managerName: voucherName(own.voucher, config) })),
    createdAt: new Date(row.createdAt).toISOString(),
    lastSeenAt: new Date(row.lastSeenAt).toISOString(),
    expiresAt: new Date(row.expiresAt).toISOString(),
    current: id === who.id,
  }
}
