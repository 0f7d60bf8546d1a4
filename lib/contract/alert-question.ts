import { LIMITS } from './limits.ts'

/** Which endpoint somebody means, and when: what a link or an alert says of it, as text; `null` for what it does not say. */
export interface AlertQuestion {
  readonly id: string | null
  readonly name: string | null
  readonly ip: string | null
  /** Host, name or cluster name of the manager. */
  readonly manager: string | null
  readonly cluster: string | null
  readonly at: string | null
}

export type AlertReading =
  | { readonly ok: true; readonly question: AlertQuestion }
  | { readonly ok: false; readonly problem: 'no_object' | 'too_deep' | 'too_long' | 'no_agent'; readonly field: string | null }

/** Where an alert says it; the first that is there counts. */
const PLACES = {
  id: ['agent.id'],
  name: ['agent.name'],
  ip: ['agent.ip'],
  manager: ['manager.name'],
  cluster: ['cluster.name'],
  at: ['timestamp', '@timestamp'],
} as const satisfies Record<keyof AlertQuestion, readonly string[]>

/**
 * Reads an alert's own JSON: nested or with flattened keys, also wrapped in `_source` or `fields` as a search gives it, also as the only
 * element of a list. Only the places above are looked at.
 */
export function readAlert(json: unknown): AlertReading {
  if (isDeeper(json, LIMITS.alertDepth)) return { ok: false, problem: 'too_deep', field: null }
  const alert = unwrap(json)
  if (!alert) return { ok: false, problem: 'no_object', field: null }
  const question: Record<keyof AlertQuestion, string | null> = { ...NOTHING }
  for (const [key, places] of entries(PLACES)) {
    for (const place of places) {
      const text = textAt(alert, place)
      if (text !== null && text.length > LIMITS.alertName) return { ok: false, problem: 'too_long', field: place }
      question[key] ??= text
    }
  }
  return checked(question)
}

/** The same from single values, such as the parameters of a link. Empty ones count as not given. */
export function readQuestion(given: Readonly<Partial<Record<keyof AlertQuestion, string | undefined>>>): AlertReading {
  const question: Record<keyof AlertQuestion, string | null> = { ...NOTHING }
  for (const [key] of entries(PLACES)) {
    const text = given[key]?.trim() ?? ''
    if (text.length > LIMITS.alertName) return { ok: false, problem: 'too_long', field: key }
    question[key] = text === '' ? null : text
  }
  return checked(question)
}

const NOTHING = { id: null, name: null, ip: null, manager: null, cluster: null, at: null } as const

function checked(question: AlertQuestion): AlertReading {
  const { id, name, ip } = question
  if (id === null && name === null && ip === null) return { ok: false, problem: 'no_agent', field: null }
  return { ok: true, question }
}

type Json = Readonly<Record<string, unknown>>

function unwrap(json: unknown): Json | null {
  const one = Array.isArray(json) && json.length === 1 ? json[0] : json
  if (!isObject(one)) return null
  for (const wrapper of ['_source', 'fields', 'alert', 'all_fields'] as const) {
    const inner = one[wrapper]
    if (isObject(inner) && !('agent' in one) && !('agent.id' in one)) return inner
  }
  return one
}

/** A text or number at a dotted place, nested or under the flattened key; of a list its first element. */
function textAt(json: Json, place: string): string | null {
  const [head = '', ...rest] = place.split('.')
  const parent = own(json, head)
  const found = own(json, place) ?? (rest.length > 0 && isObject(parent) ? own(parent, rest.join('.')) : undefined)
  const value: unknown = Array.isArray(found) ? found[0] : found
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  return text === '' ? null : text
}

function own(json: Json, key: string): unknown {
  return Object.hasOwn(json, key) ? json[key] : undefined
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDeeper(json: unknown, levels: number): boolean {
  let level: unknown[] = [json]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  // The record is a literal of this file, so its keys are those of its type.
  return Object.entries(record) as [K, V][]
}
