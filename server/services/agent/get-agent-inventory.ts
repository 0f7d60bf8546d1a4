import type { AgentInventory } from '#lib/contract/agent-inventory.ts'
import type { SerialsWriter } from '#server/store/serials-repo.ts'
import { noAnswer, toAnswer } from '../asked.ts'
import { type AskContext, knownBefore, mayReadInventory, subjectOf } from './agent-subject.ts'
import { keepSerial } from './board-serials.ts'

export interface InventoryContext extends AskContext {
  readonly serials: SerialsWriter
}

/**
 * What an agent last reported of its machine, also while it is away. It needs a right of its own, `syscollector:read`; without it
 * nothing is asked. The serial number is kept as evidence of which machine it is. @throws ServiceError `not_found`, `not_ready`
 */
export async function getAgentInventory({
  ctx,
  input,
}: {
  ctx: InventoryContext
  input: { manager: string; id: string }
}): Promise<AgentInventory> {
  const { desk } = ctx
  const subject = await subjectOf(ctx, input)
  const { asker } = subject
  const why = knownBefore(subject, {}) ?? (mayReadInventory(subject) ? null : noAnswer('no_permission'))
  if (why) return { hardware: why, system: why, addresses: why, interfaces: why }
  const { agent, endpoint, id } = subject
  const hardware = await desk.hardware(asker, subject)
  if (hardware.kind === 'answer' && agent && endpoint)
    await keepSerial(ctx, { endpoint, id, dateAdd: agent.dateAdd, removed: null }, hardware.data)
  return {
    hardware: toAnswer(hardware),
    system: toAnswer(await desk.system(asker, subject)),
    addresses: toAnswer(await desk.addresses(asker, subject)),
    interfaces: toAnswer(await desk.interfaces(asker, subject)),
  }
}
