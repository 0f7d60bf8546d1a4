import { createHash } from 'node:crypto'
import type { ManagerScope, Scope } from '#lib/agent/scope.ts'

const KEYS = new WeakMap<Scope, string>()

/** A short text that is equal for scopes of equal shape, whatever the order of their sets; not secret. */
export function scopeKey(scope: Scope): string {
  if (scope.kind === 'all') return 'all'
  let key = KEYS.get(scope)
  if (key === undefined) {
    const hash = createHash('sha256')
    if (scope.within) hash.update(`within ${scopeKey(scope.within)}\n`)
    for (const id of [...scope.managers.keys()].sort()) {
      hash.update(`${JSON.stringify(id)}\n`)
      for (const part of describe(scope.managers.get(id))) hash.update(`${JSON.stringify(part)}\n`)
    }
    key = hash.digest('base64url')
    KEYS.set(scope, key)
  }
  return key
}

/**
 * What binds a cursor to rights that are limited, so that one made from rows that somebody else sees is refused; `null` for
 * rights that see everything.
 */
export function cursorMark(scope: Scope): string | null {
  return scope.kind === 'all' ? null : scopeKey(scope).slice(0, 12)
}

function describe(own: ManagerScope | undefined): readonly unknown[] {
  if (!own) return []
  const rules = own.rules.map(({ effect, ids, groups }) => [effect, [...Int32Array.from(ids).sort()], [...groups].sort()])
  return [own.base, ...rules, own.card, own.groups.base, [...own.groups.except].sort()]
}
