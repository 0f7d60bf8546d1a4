import { scopeKey } from '#server/fleet/scope-key.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { ServiceContext } from '../context.ts'
import { type ListAgentsInput, listAgents } from './list-agents.ts'

/** Answers kept per snapshot: the pages that several people and screens look at. About 50 KB each. */
const KEPT = 64

const answers = new WeakMap<FleetSnapshot, Map<string, Uint8Array<ArrayBuffer>>>()

/**
 * The page of `listAgents` as the bytes of its JSON. Whoever asks the same of the same snapshot with the same rights gets the
 * same bytes.
 */
export async function listAgentsJson({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: ListAgentsInput
}): Promise<Uint8Array<ArrayBuffer>> {
  const snapshot = ctx.fleet.snapshot()
  const key = JSON.stringify([scopeKey(ctx.scope), input.q, input.sort, input.limit, input.after, input.before, input.at])
  const kept = answers.get(snapshot)?.get(key)
  if (kept) return kept
  const page = await listAgents({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input })
  const body = new TextEncoder().encode(JSON.stringify(page))
  keep(snapshot, key, body)
  return body
}

function keep(snapshot: FleetSnapshot, key: string, body: Uint8Array<ArrayBuffer>) {
  const own = answers.get(snapshot) ?? new Map<string, Uint8Array<ArrayBuffer>>()
  answers.set(snapshot, own)
  const oldest = own.size >= KEPT ? own.keys().next().value : undefined
  if (oldest !== undefined) own.delete(oldest)
  own.set(key, body)
}
