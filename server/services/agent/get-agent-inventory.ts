import type { AgentInventory } from '#lib/contract/agent-inventory.ts'
import { noAnswer, toAnswer } from '../asked.ts'
import { type AskContext, knownBefore, mayReadInventory, subjectOf } from './agent-subject.ts'

/**
 * What an agent last reported of its machine, also while it is away. It needs a right of its own, `syscollector:read`; without it
 * nothing is asked. @throws ServiceError `not_found`, `not_ready`
 */
export async function getAgentInventory({
  ctx,
  input,
}: {
  ctx: AskContext
  input: { manager: string; id: string }
}): Promise<AgentInventory> {
  const { desk } = ctx
  const subject = await subjectOf(ctx, input)
  const { asker } = subject
  const why = knownBefore(subject, {}) ?? (mayReadInventory(subject) ? null : noAnswer('no_permission'))
  if (why) return { hardware: why, system: why, addresses: why, interfaces: why }
  return {
    hardware: toAnswer(await desk.hardware(asker, subject)),
    system: toAnswer(await desk.system(asker, subject)),
    addresses: toAnswer(await desk.addresses(asker, subject)),
    interfaces: toAnswer(await desk.interfaces(asker, subject)),
  }
}
