import type { AgentDetail, TransitionItem } from '#lib/contract/agents.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import { type TransitionRow, transitionsRepo } from '#server/store/transitions-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { toAgentItem } from '../fleet/agent-item.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'

const TRANSITIONS = 20
const TRANSITIONS_MAX = 200

export interface AgentInput {
  readonly manager: string
  readonly id: string
  /** How many of its newest changes, in decimal. */
  readonly transitions?: string | undefined
}

/**
 * One agent with its newest changes. One outside the scope is answered as one that does not
 * exist; 000 is the manager's own card and no agent. @throws ServiceError `bad_request`, `not_found`, `not_ready`
 */
export async function getAgent({ ctx, input }: { ctx: ServiceContext; input: AgentInput }): Promise<AgentDetail> {
  const limit = readLimit(input.transitions)
  const snapshot = readSnapshot(ctx)
  const { manager } = input
  const id = /^\d{1,10}$/.test(input.id) ? Number(input.id) : 0
  const found = await findAgent(snapshot, ctx.scope, { manager, id })
  if (found === null) throw new ServiceError('not_found', 'There is no such agent.')

  const { agent, endpoint } = found
  const repo = transitionsRepo(ctx.prisma)
  const transitions = limit === 0 ? [] : await repo.newest(endpoint, limit)
  const known = transitions.find(({ field }) => field === 'status') ?? null
  const isAll = limit > 0 && transitions.length < limit
  const status = known ?? (isAll ? null : await repo.newestOf(endpoint, 'status'))
  return {
    agent: toAgentItem(agent, snapshot.rules),
    statusChange: status && toItem(status),
    transitions: transitions.map(toItem),
    asOf: isoTime(snapshot.managers.find((row) => row.id === manager)?.asOf ?? null),
  }
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return TRANSITIONS
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : TRANSITIONS_MAX + 1
  if (limit <= TRANSITIONS_MAX) return limit
  throw new ServiceError('bad_request', `“transitions” is a number from 0 to ${TRANSITIONS_MAX}.`)
}

/** Written out: an answer has many of them, and to spread one costs as much as all else. */
function toItem({ field, from, to, at, lastKeepAlive, seenAfter, seenBy }: TransitionRow): TransitionItem {
  return {
    field,
    from,
    to,
    at: isoTime(at),
    lastKeepAlive: isoTime(lastKeepAlive),
    seenAfter: isoTime(seenAfter),
    seenBy: isoTime(seenBy),
  }
}
