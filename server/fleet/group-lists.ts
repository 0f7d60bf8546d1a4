/** Lists of groups are few and long-lived compared with the agents that have them, so each text is read once. */
const LISTS = new Map<string, readonly string[]>()
const LISTS_MAX = 50_000
const NONE: readonly string[] = []

/** The names in a stored list of groups, in its order; empty for `null` and for what is no list. */
export function readGroups(json: string | null): readonly string[] {
  if (json === null || json === '[]') return NONE
  const known = LISTS.get(json)
  if (known) return known
  const list = parseList(json)
  if (LISTS.size >= LISTS_MAX) LISTS.clear()
  LISTS.set(json, list)
  return list
}

function parseList(json: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(json)
    return Array.isArray(read) ? read.map(String) : NONE
  } catch {
    return NONE
  }
}
