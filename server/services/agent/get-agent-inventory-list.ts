import { type AgentInventoryList, INVENTORY_LISTS } from '#lib/contract/agent-inventory.ts'
import type { NoAnswer } from '#lib/contract/agent-live.ts'
import type { Listed } from '#server/manager/agent-inventory-lists.ts'
import { noAnswer, toAnswer } from '../asked.ts'
import { ServiceError } from '../errors.ts'
import { type AskContext, knownBefore, mayReadInventory, subjectOf } from './agent-subject.ts'
import type { Kept } from './merged-answers.ts'

/**
 * One long list of an inventory, as its agent last reported it, also while that is away. It needs `syscollector:read`; without it
 * nothing is asked. @param input.list one of `INVENTORY_LISTS` @throws ServiceError `not_found`, `bad_request`, `not_ready`
 */
export async function getAgentInventoryList({
  ctx,
  input,
}: {
  ctx: AskContext
  input: { manager: string; id: string; list: string }
}): Promise<AgentInventoryList> {
  const list = INVENTORY_LISTS.find((known) => known === input.list)
  if (!list) throw new ServiceError('bad_request', `There is no such list here; known: ${INVENTORY_LISTS.join(', ')}.`)
  const { desk } = ctx
  const subject = await subjectOf(ctx, input)
  const why = knownBefore(subject, {}) ?? (mayReadInventory(subject) ? null : noAnswer('no_permission'))
  switch (list) {
    case 'ports':
      return { list, rows: toRows(why ?? (await desk.ports(subject.asker, subject))) }
    case 'packages':
      return { list, rows: toRows(why ?? (await desk.packages(subject.asker, subject))) }
    case 'processes':
      return { list, rows: toRows(why ?? (await desk.processes(subject.asker, subject))) }
  }
}

/** The same with a list of its own, as answers are shared. */
function toRows<T>(asked: NoAnswer | Kept<Listed<T>>) {
  const answer = toAnswer(asked)
  return answer.kind === 'none' ? answer : { ...answer, data: { ...answer.data, items: [...answer.data.items] } }
}
