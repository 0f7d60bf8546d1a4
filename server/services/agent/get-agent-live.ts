import { formatAgentId } from '#lib/agent/agent.ts'
import type { AgentLive } from '#lib/contract/agent-live.ts'
import { toRepeated } from '../asked.ts'
import { LIVE_MS } from './agent-desk.ts'
import { type AskContext, knownBefore, type Subject, subjectOf } from './agent-subject.ts'

/** Agents before it can't be asked of themselves. Source: manager API 4.14, `GET /agents/{id}/stats/{component}`. */
export const STATS_FROM = '4.2.0'

/**
 * What an active agent says of itself and what its manager has counted of it, asked with the person's own token; of any other the
 * reason why there is nothing. @throws ServiceError `not_found`, `not_ready`
 */
export async function getAgentLive({
  ctx,
  input,
}: {
  ctx: AskContext
  input: { manager: string; id: string }
}): Promise<AgentLive> {
  const { desk, clock } = ctx
  const subject = await subjectOf(ctx, input)
  const { asker } = subject
  const need = { active: true, agentOnly: true }
  const agent = knownBefore(subject, { ...need, minVersion: STATS_FROM }) ?? (await desk.agentSays(asker, subject))
  const remoted = knownBefore(subject, need) ?? (await desk.remotedSays(asker, subject))
  const isBuffered = agent.kind === 'answer' && agent.data.bufferEnabled
  const waits = [agent, remoted].map((part) => ('until' in part ? part.until - clock.now() : LIVE_MS))
  return {
    manager: subject.manager,
    id: formatAgentId(subject.id),
    agent: toRepeated(agent, STATS_FROM),
    remoted: toRepeated(remoted),
    bufferSize: isBuffered ? await bufferSize(ctx, subject) : null,
    nextInSeconds: Math.max(1, Math.ceil(Math.min(...waits) / 1000)),
  }
}

async function bufferSize({ desk }: AskContext, subject: Subject): Promise<number | null> {
  const buffer = await desk.buffer(subject.asker, subject)
  const size = buffer.kind === 'answer' ? buffer.data.find(({ path }) => path.join() === 'queue_size')?.value : null
  return size && /^\d{1,9}$/.test(size) ? Number(size) : null
}
