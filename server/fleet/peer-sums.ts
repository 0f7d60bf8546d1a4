import type { Scope } from '#lib/agent/scope.ts'
import { hasBit } from './bits.ts'
import { scopeSlots } from './scope-slots.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { rangeOf, slotOf } from './table.ts'

const STEP = 16_384

/** What connected agents in sync hold that have the same groups in the same order as one agent. */
export interface PeerSums {
  /** The commonest sum, and how many of them hold it; the sum that comes first by its letters when several are as common. */
  readonly sum: string
  readonly agents: number
  readonly peers: number
}

/** Counted over the other agents in scope at the same manager; `null` when there is none. @param id the agent's, as a number */
export async function peerSums(
  snapshot: FleetSnapshot,
  scope: Scope,
  { manager, id }: { manager: string; id: number },
): Promise<PeerSums | null> {
  const { layout, text } = snapshot.table
  const { groups, groupConfigStatus, mergedSum, status } = text
  const own = slotOf(layout, manager, id)
  const visible = await scopeSlots(snapshot, scope)
  const synced = groupConfigStatus.words.values.indexOf('synced')
  // One that is away is called in sync with what its groups were when it left.
  const active = status.words.values.indexOf('active')
  const list = groups.codes[own] ?? 0
  if (own < 0 || list === 0 || synced < 0) return null
  const { start, end } = rangeOf(layout, manager)
  const counts = new Map<number, number>()
  for (let slot = start; slot < end; slot++) {
    if (slot % STEP === 0 && snapshot.turns.spent) await snapshot.turns.next()
    if (groups.codes[slot] !== list || groupConfigStatus.codes[slot] !== synced || status.codes[slot] !== active) continue
    const code = mergedSum.codes[slot] ?? 0
    if (code !== 0 && slot !== own && hasBit(visible, slot)) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  let best: PeerSums | null = null
  let peers = 0
  for (const [code, agents] of counts) {
    const sum = mergedSum.words.values[code] ?? ''
    peers += agents
    if (best === null || agents > best.agents || (agents === best.agents && sum < best.sum)) best = { sum, agents, peers: 0 }
  }
  return best && { ...best, peers }
}
