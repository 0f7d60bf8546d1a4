import type { QueryCounts } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { matchesOf } from '#server/fleet/match-set.ts'
import { oldestAsOf } from '#server/fleet/query-fleet.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readSnapshot } from '../read-input.ts'

/** How many agents in scope match each of some queries, all at one moment. @throws ServiceError `bad_request`, `bad_query`, `not_ready` */
export async function countQueries({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { q: readonly string[] }
}): Promise<QueryCounts> {
  if (input.q.length > LIMITS.countedQueries)
    throw new ServiceError('bad_request', `At most ${LIMITS.countedQueries} queries are counted at once.`)
  const exprs = input.q.map((q) => readFilter(ctx, q))
  const snapshot = readSnapshot(ctx)
  const counts: QueryCounts['counts'] = []
  for (const [i, expr] of exprs.entries()) {
    counts.push({ q: input.q[i] ?? '', count: (await matchesOf(snapshot, expr, ctx.scope)).count })
  }
  return { counts, goneAfterDays: snapshot.rules.gone.afterDays, asOf: isoTime(oldestAsOf(snapshot, ctx.scope)) }
}
