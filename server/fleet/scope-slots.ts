import { createHash } from 'node:crypto'
import type { Scope } from '#lib/agent/scope.ts'
import { addBit, addRange, type Bits, emptyBits, fullBits } from './bits.ts'
import { readGroups } from './group-lists.ts'
import type { FleetSnapshot } from './snapshot.ts'

const KEYS = new WeakMap<Scope, string>()

/** A short text that is equal for equal scopes. */
export function scopeKey(scope: Scope): string {
  if (scope.kind === 'all') return 'all'
  let key = KEYS.get(scope)
  if (key === undefined) {
    const managers = [...scope.managers].sort(([a], [b]) => (a < b ? -1 : 1))
    const text = managers.map(([id, own]) => [
      id,
      own.ids === 'all' ? 'all' : [...own.ids].sort((a, b) => a - b),
      [...own.groups].sort(),
    ])
    key = createHash('sha256').update(JSON.stringify(text)).digest('base64url')
    KEYS.set(scope, key)
  }
  return key
}

/** The slots a scope may see. Meaning: `inScope` in `#lib/agent/scope.ts`. One pass over the rows at most. */
export function scopeSlots(snapshot: FleetSnapshot, scope: Scope): Bits {
  const { layout, text } = snapshot.table
  if (scope.kind === 'all') return fullBits(layout.size)
  const bits = emptyBits(layout.size)
  const { codes, words } = text.groups
  for (const { id, start, end } of snapshot.managers) {
    const own = scope.managers.get(id)
    if (!own) continue
    if (own.ids === 'all') {
      addRange(bits, start, end)
      continue
    }
    const visible = new Uint8Array(words.size)
    if (own.groups.size > 0) {
      for (let code = 1; code < words.size; code++) {
        if (readGroups(words.values[code] ?? null).some((group) => own.groups.has(group))) visible[code] = 1
      }
    }
    for (let slot = start; slot < end; slot++) {
      if (visible[codes[slot] ?? 0] === 1 || own.ids.has(layout.ids[slot] ?? -1)) addBit(bits, slot)
    }
  }
  return bits
}

/** The managers of which a scope may see anything at all. */
export function managersInScope<T extends { readonly id: string }>(managers: readonly T[], scope: Scope): readonly T[] {
  return scope.kind === 'all' ? managers : managers.filter(({ id }) => scope.managers.has(id))
}
