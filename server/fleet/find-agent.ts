import type { Agent } from '#lib/agent/agent.ts'
import type { Scope } from '#lib/agent/scope.ts'
import { type VisibleEndpoint, visibleEndpoint } from '#server/store/visible-endpoint.ts'
import { agentAt } from './agent-row.ts'
import { hasBit } from './bits.ts'
import { scopeSlots } from './scope-slots.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { slotOf } from './table.ts'

/**
 * One agent, or `null` both when there is none and when the scope does not see it: the same work is done for both, so that
 * not even the time tells them apart. Agent 000 is the manager's own card and no agent.
 */
export async function findAgent(
  snapshot: FleetSnapshot,
  scope: Scope,
  { manager, id }: { manager: string; id: number },
): Promise<{ agent: Agent; endpoint: VisibleEndpoint } | null> {
  const visible = await scopeSlots(snapshot, scope)
  const { layout } = snapshot.table
  const slot = id === 0 ? -1 : slotOf(layout, manager, id)
  if (slot < 0 || !hasBit(visible, slot)) return null
  return { agent: agentAt(snapshot, slot), endpoint: visibleEndpoint(manager, layout.keys[slot] ?? 0) }
}
