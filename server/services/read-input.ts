import type { Expr } from '#lib/query/ast.ts'
import { doubtfulManager } from '#lib/query/manager-names.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { ServiceContext } from './context.ts'
import { ServiceError } from './errors.ts'

/** The tree of a query, of which nothing is everything. @throws ServiceError `bad_query` with the place */
export function readQuery(q: string | undefined): Expr {
  const result = parseQuery(q ?? '')
  if (result.ok) return result.expr
  const { message, span, suggestion } = result.problem
  throw new ServiceError('bad_query', message, {
    query: { start: span.start, end: span.end, ...(suggestion === undefined ? {} : { suggestion }) },
  })
}

/** The same, asked of the agents in scope: the name of a manager means one of theirs. @throws ServiceError `bad_query` with the place */
export function readFilter(ctx: Pick<ServiceContext, 'fleet' | 'scope'>, q: string | undefined): Expr {
  const expr = readQuery(q)
  const { managers } = ctx.fleet.snapshot()
  const doubt = doubtfulManager(expr, managersInScope(managers, ctx.scope))
  if (doubt === null) return expr
  const all = doubt.meant.map(({ id, name }) => `${name} (${id})`).join(' and ')
  throw new ServiceError('bad_query', `“${doubt.text}” is the name or id of several managers: ${all}. Write another one.`, {
    query: { start: doubt.span.start, end: doubt.span.end },
  })
}

/** The fleet as it is now. @throws ServiceError `not_ready` until the store was read once */
export function readSnapshot(ctx: ServiceContext): FleetSnapshot {
  const snapshot = ctx.fleet.snapshot()
  if (snapshot.loaded) return snapshot
  throw new ServiceError('not_ready', 'The agents are still being read from the store. Try again in a moment.', {
    retryAfterSeconds: 1,
  })
}
