import { scopeKey } from '#server/fleet/scope-key.ts'
import type { ServiceContext } from '../context.ts'
import { jsonPerSnapshot } from '../json-per-snapshot.ts'
import { type AgentInput, getAgent } from './get-agent.ts'

/** A few KB each, 100 at most. */
const answers = jsonPerSnapshot()

/**
 * The answer of `getAgent` as the bytes of its JSON. Whoever asks for the same agent of the same snapshot with the same rights gets
 * the same bytes. @throws ServiceError `bad_request`, `not_found`, `not_ready`
 */
export function getAgentJson({ ctx, input }: { ctx: ServiceContext; input: AgentInput }): Promise<Uint8Array<ArrayBuffer>> {
  const snapshot = ctx.fleet.snapshot()
  const key = [scopeKey(ctx.scope), input.manager, input.id, input.transitions]
  return answers(snapshot, key, () => getAgent({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input }))
}
