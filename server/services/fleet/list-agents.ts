import type { AgentsPage } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { DEFAULT_SORT, parseSort, type Sort } from '#lib/query/sort.ts'
import { queryFleet } from '#server/fleet/query-fleet.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readSnapshot } from '../read-input.ts'
import { toAgentItem } from './agent-item.ts'

export interface ListAgentsInput {
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly limit?: string | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** 1-based place of the first row, instead of a cursor. */
  readonly at?: string | undefined
}

/** One page of the agents in scope that match. @throws ServiceError `bad_query`, `bad_cursor`, `bad_request`, `not_ready` */
export async function listAgents({ ctx, input }: { ctx: ServiceContext; input: ListAgentsInput }): Promise<AgentsPage> {
  const { after, before } = input
  const at = readPlace(input.at)
  if ([after, before, at].filter((place) => place !== undefined).length > 1)
    throw new ServiceError('bad_request', 'A page has one place: after, before or at.')
  const query = {
    expr: readFilter(ctx, input.q),
    scope: ctx.scope,
    sort: readSort(input.sort),
    limit: readLimit(input.limit),
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
    ...(at === undefined ? {} : { at }),
  }
  const snapshot = readSnapshot(ctx)
  try {
    const { rows, asOf, ...page } = await queryFleet(snapshot, query)
    return { items: rows.map((agent) => toAgentItem(agent, snapshot.rules)), ...page, asOf: isoTime(asOf) }
  } catch (error) {
    // By name, as with ServiceError: the class can exist twice in a process.
    if (error instanceof Error && error.name === 'BadCursorError') throw new ServiceError('bad_cursor', error.message)
    throw error
  }
}

/** The order of a list; by name when none is given. @throws ServiceError `bad_request` */
export function readSort(text: string | undefined): Sort {
  if (text === undefined || text === '') return DEFAULT_SORT
  const sort = parseSort(text)
  if (sort === null) throw new ServiceError('bad_request', 'There is no such field to sort by.')
  return sort
}

function readPlace(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new ServiceError('bad_request', '“at” is the place of a row, counted from 1.')
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return LIMITS.pageRowsDefault
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= LIMITS.pageRows) return limit
  throw new ServiceError('bad_request', `The limit is a number from 1 to ${LIMITS.pageRows}.`)
}
