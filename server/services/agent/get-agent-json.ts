import { scopeKey } from '#server/fleet/scope-key.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { ServiceContext } from '../context.ts'
import { type AgentInput, getAgent } from './get-agent.ts'

/** Answers kept per snapshot: the agents that several people and screens look at. A few KB each, 100 at most. */
const KEPT = 64

const answers = new WeakMap<FleetSnapshot, Map<string, Uint8Array<ArrayBuffer>>>()

/**
 * The answer of `getAgent` as the bytes of its JSON. Whoever asks for the same agent of the same snapshot with the same rights gets
 * the same bytes. @throws ServiceError `bad_request`, `not_found`, `not_ready`
 */
export async function getAgentJson({ ctx, input }: { ctx: ServiceContext; input: AgentInput }): Promise<Uint8Array<ArrayBuffer>> {
  const snapshot = ctx.fleet.snapshot()
  const key = JSON.stringify([scopeKey(ctx.scope), input.manager, input.id, input.transitions])
  const own = answers.get(snapshot) ?? new Map<string, Uint8Array<ArrayBuffer>>()
  const kept = own.get(key)
  if (kept) return kept
  const detail = await getAgent({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input })
  const body = new TextEncoder().encode(JSON.stringify(detail))
  const oldest = own.size >= KEPT ? own.keys().next().value : undefined
  if (oldest !== undefined) own.delete(oldest)
  own.set(key, body)
  answers.set(snapshot, own)
  return body
}
