import { scopeKey } from '#server/fleet/scope-key.ts'
import type { ServiceContext } from '../context.ts'
import { jsonPerSnapshot } from '../json-per-snapshot.ts'
import { type ListAgentsInput, listAgents } from './list-agents.ts'

/** About 50 KB each. */
const pages = jsonPerSnapshot()

/**
 * The page of `listAgents` as the bytes of its JSON. Whoever asks the same of the same snapshot with the same rights gets the
 * same bytes.
 */
export function listAgentsJson({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: ListAgentsInput
}): Promise<Uint8Array<ArrayBuffer>> {
  const snapshot = ctx.fleet.snapshot()
  const key = [scopeKey(ctx.scope), input.q, input.sort, input.limit, input.after, input.before, input.at]
  return pages(snapshot, key, () => listAgents({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input }))
}
