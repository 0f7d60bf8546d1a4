import { type Scope, scopeKind } from '#lib/agent/scope.ts'
import type { ScopeInfo } from '#lib/contract/sync.ts'
import { EVERYTHING } from '#lib/query/compose.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'

/** How much a scope may see, and how many agents that is now. */
export async function toScopeInfo(snapshot: FleetSnapshot, scope: Scope): Promise<ScopeInfo> {
  const { total } = await countFleet(snapshot, { expr: EVERYTHING, scope })
  return { kind: scopeKind(scope), total }
}
