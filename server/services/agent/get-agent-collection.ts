import type { AgentCollection } from '#lib/contract/agent-live.ts'
import { toAnswer } from '../asked.ts'
import { type AskContext, knownBefore, subjectOf } from './agent-subject.ts'
import { STATS_FROM } from './get-agent-live.ts'

/** What an active agent, or the manager itself, has collected of its logs. @throws ServiceError `not_found`, `not_ready` */
export async function getAgentCollection({
  ctx,
  input,
}: {
  ctx: AskContext
  input: { manager: string; id: string }
}): Promise<AgentCollection> {
  const subject = await subjectOf(ctx, input)
  const asked =
    knownBefore(subject, { active: true, minVersion: STATS_FROM }) ?? (await ctx.desk.collection(subject.asker, subject))
  return { collection: toAnswer(asked, STATS_FROM) }
}
