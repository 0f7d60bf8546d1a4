import { isOutdated } from '#lib/agent/version.ts'
import type { Words } from './table.ts'

const KNOWN = new WeakMap<Words, Map<string | null, readonly (boolean | null)[]>>()

/** By code of a column of versions: whether an agent with it is older than a manager with `managerVersion`. */
export function outdatedByCode(words: Words, managerVersion: string | null): readonly (boolean | null)[] {
  const byManager = KNOWN.get(words) ?? new Map<string | null, readonly (boolean | null)[]>()
  KNOWN.set(words, byManager)
  let values = byManager.get(managerVersion)
  if (!values) {
    values = Array.from({ length: words.size }, (_, code) =>
      isOutdated(code === 0 ? null : (words.values[code] ?? null), managerVersion),
    )
    byManager.set(managerVersion, values)
  }
  return values
}
