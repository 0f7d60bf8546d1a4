import { type ManagerScope, type Scope, seesManager, seesWholeManager } from '#lib/agent/scope.ts'
import { addBit, addRange, type Bits, emptyBits, fullBits, intersect } from './bits.ts'
import { readGroups } from './group-lists.ts'
import { scopeKey } from './scope-key.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { type ManagerRange, slotOf } from './table.ts'

const STEP = 2048

/**
 * The slots that a scope may see, not to be changed. Meaning: `inScope` in `#lib/agent/scope.ts`. Worked out once for each scope
 * and kept until agents come, go or change their groups; yields as it goes.
 */
export async function scopeSlots(snapshot: FleetSnapshot, scope: Scope): Promise<Bits> {
  const { layout, text } = snapshot.table
  if (scope.kind === 'all') return fullBits(layout.size)
  return snapshot.caches.scopes.get(scopeKey(scope), [layout, text.groups], async () => {
    const bits = emptyBits(layout.size)
    for (const range of layout.ranges) {
      const own = scope.managers.get(range.manager)
      if (own) await addManager(snapshot, range, own, bits)
    }
    if (scope.within) intersect(bits, await scopeSlots(snapshot, scope.within))
    return bits
  })
}

async function addManager(snapshot: FleetSnapshot, { manager, start, end }: ManagerRange, own: ManagerScope, bits: Bits) {
  const { table, turns } = snapshot
  if (own.rules.length === 0) {
    if (own.base === 'allow') addRange(bits, start, end)
    return
  }
  const { codes } = table.text.groups
  const byCode = await lastRules(snapshot, own)
  // The last rule that covers each slot, from 1; 0 is the base.
  const last = new Int32Array(end - start)
  for (let slot = start; slot < end; slot++) {
    if (slot % STEP === 0 && turns.spent) await turns.next()
    last[slot - start] = byCode[codes[slot] ?? 0] ?? 0
  }
  let steps = 0
  for (const [index, rule] of own.rules.entries()) {
    for (const agentId of rule.ids) {
      if (++steps % STEP === 0 && turns.spent) await turns.next()
      const slot = slotOf(table.layout, manager, agentId)
      if (slot >= 0) last[slot - start] = Math.max(last[slot - start] ?? 0, index + 1)
    }
  }
  const allowed = [own.base, ...own.rules.map(({ effect }) => effect)].map((effect) => effect === 'allow')
  for (let slot = start; slot < end; slot++) if (allowed[last[slot - start] ?? 0]) addBit(bits, slot)
}

/** By code of a list of groups: the last rule, from 1, that covers one of them; 0 for none. */
async function lastRules({ table, turns }: FleetSnapshot, { rules }: ManagerScope): Promise<Int32Array> {
  const { words } = table.text.groups
  const byGroup = new Map(rules.flatMap(({ groups }, index) => [...groups].map((group) => [group, index + 1] as const)))
  const byCode = new Int32Array(words.size)
  if (byGroup.size === 0) return byCode
  for (let code = 1; code < words.size; code++) {
    if (code % STEP === 0 && turns.spent) await turns.next()
    for (const group of readGroups(words.values[code] ?? null)) {
      byCode[code] = Math.max(byCode[code] ?? 0, byGroup.get(group) ?? 0)
    }
  }
  return byCode
}

/** The managers that a scope knows of. */
export function managersInScope<T extends { readonly id: string }>(managers: readonly T[], scope: Scope): readonly T[] {
  return managers.filter(({ id }) => seesManager(scope, id))
}

/** Whether a scope sees every agent there is, so that nothing need be limited. */
export function seesEverything({ table }: FleetSnapshot, scope: Scope): boolean {
  return table.layout.ranges.every(({ manager }) => seesWholeManager(scope, manager))
}
