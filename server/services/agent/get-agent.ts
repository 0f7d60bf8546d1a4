import type { AgentDetail } from '#lib/contract/agents.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import { transitionsRepo } from '#server/store/transitions-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { toAgentItem } from '../fleet/agent-item.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'

const TRANSITIONS_MAX = 200

/**
 * One agent with its newest changes. One outside the scope is answered as one that does not
 * exist; 000 is the manager's own card and no agent. @throws ServiceError `not_found`, `not_ready`
 */
export async function getAgent({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { manager: string; id: string }
}): Promise<AgentDetail> {
  const snapshot = readSnapshot(ctx)
  const { manager } = input
  const id = /^\d{1,10}$/.test(input.id) ? Number(input.id) : 0
  const found = await findAgent(snapshot, ctx.scope, { manager, id })
  if (found === null) throw new ServiceError('not_found', 'There is no such agent.')

  const { agent, endpoint } = found
  const transitions = await transitionsRepo(ctx.prisma).newest(endpoint, TRANSITIONS_MAX)
  return {
    agent: toAgentItem(agent, snapshot.rules),
    transitions: transitions.map(({ at, seenAfter, seenBy, lastKeepAlive, ...change }) => ({
      ...change,
      at: isoTime(at),
      seenAfter: isoTime(seenAfter),
      seenBy: isoTime(seenBy),
      lastKeepAlive: isoTime(lastKeepAlive),
    })),
    asOf: isoTime(snapshot.managers.find((row) => row.id === manager)?.asOf ?? null),
  }
}
