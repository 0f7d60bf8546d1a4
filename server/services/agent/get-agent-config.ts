import { type AgentConfig, CONFIG_SECTIONS } from '#lib/contract/agent-live.ts'
import { toAnswer } from '../asked.ts'
import { ServiceError } from '../errors.ts'
import { type AskContext, knownBefore, subjectOf } from './agent-subject.ts'

/** Agents before it do not tell their configuration. Source: manager API 4.14, `GET /agents/{id}/config/…`. */
const CONFIG_FROM = '3.7.0'

/**
 * One section of the configuration that an active agent, or the manager itself, has loaded. @param input.section such as `agent/client`
 * @throws ServiceError `not_found`, `bad_request` for a section that we do not ask for, `not_ready`
 */
export async function getAgentConfig({
  ctx,
  input,
}: {
  ctx: AskContext
  input: { manager: string; id: string; section: string }
}): Promise<AgentConfig> {
  const section = CONFIG_SECTIONS.find((known) => known === input.section)
  if (!section) throw new ServiceError('bad_request', `There is no such section here; known: ${CONFIG_SECTIONS.join(', ')}.`)
  const subject = await subjectOf(ctx, input)
  const asked =
    knownBefore(subject, { active: true, minVersion: CONFIG_FROM }) ?? (await ctx.desk.config(subject.asker, subject, section))
  return { section, config: toAnswer(asked, CONFIG_FROM) }
}
