import type { ConfigRows } from '#lib/contract/agent-live.ts'
import { objectAnswer } from './answers.ts'

const ROWS_MAX = 500
const DEPTH_MAX = 8
const TEXT_MAX = 1024
/** Names of settings that hold secrets of cloud modules and the like; where one is kept is none. */
const SECRET =
  /(^|[_-])(pass|password|passwd|passphrase|secret|token|credentials?)$|secret|(access|account|api|application|auth(entication|orization)?|client|encryption|private)[_-]?key$|[_-]token$/i

/** The settings of one section as rows, `GET /agents/{id}/config/{component}/{configuration}`. What looks like a secret is left out. */
export function configRows(json: unknown): ConfigRows | null {
  const answer = objectAnswer.safeParse(json)
  if (!answer.success) return null
  const rows: ConfigRows = []
  const sections = Object.values(answer.data.data)
  // The section's own name is the heading already.
  if (sections.length === 1) addRows(rows, [], sections[0])
  else addRows(rows, [], answer.data.data)
  return rows
}

function addRows(rows: ConfigRows, path: readonly string[], value: unknown): void {
  if (rows.length >= ROWS_MAX) return
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      rows.push({ path: [...path], value: value.map(plain).join(', ').slice(0, TEXT_MAX) })
    else if (path.length < DEPTH_MAX) for (const [at, item] of value.entries()) addRows(rows, [...path, String(at + 1)], item)
    return
  }
  if (typeof value !== 'object' || value === null) {
    rows.push({ path: [...path], value: plain(value).slice(0, TEXT_MAX) })
    return
  }
  if (path.length >= DEPTH_MAX) return
  const members = Object.entries(value)
  const named = members.find(([name]) => name === 'key')?.[1]
  for (const [name, member] of members) {
    const own = [...path, name.slice(0, TEXT_MAX)]
    const isSecret = SECRET.test(name) || (name === 'value' && typeof named === 'string' && SECRET.test(named))
    if (!isSecret) addRows(rows, own, member)
    else if (rows.length < ROWS_MAX) rows.push({ path: own, value: null })
  }
}

function plain(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
