import { parseQuery } from './parse.ts'
import { printQuery } from './print.ts'

/** What of the settings the questions go by. */
export interface PresetRules {
  /** So many changes of status in 24 hours are flapping. */
  readonly flappingChanges: number
}

/** Questions people ask every day, by a name that the screens put into words, in their order. */
const QUESTIONS = {
  disconnected: () => 'status=disconnected',
  quiet: () => 'quiet=true',
  silent: () => 'silentFor>24h',
  notSynced: () => 'sync="not synced"',
  outdated: () => 'outdated=true',
  flapping: ({ flappingChanges }: PresetRules) => `flaps>=${flappingChanges}`,
  goneSinceYesterday: () => 'status=disconnected and statusFor<24h',
  never: () => 'status=never_connected and enrolledFor>7d',
} as const
export type PresetName = keyof typeof QUESTIONS

export interface Preset {
  readonly name: PresetName
  /** The canonical spelling of its filter. */
  readonly q: string
}

/** The questions by the rules as they are set. */
export function presetsOf(rules: PresetRules): readonly Preset[] {
  return namesOf(QUESTIONS).map((name) => {
    const parsed = parseQuery(QUESTIONS[name](rules))
    return { name, q: parsed.ok ? printQuery(parsed.expr) : QUESTIONS[name](rules) }
  })
}

/** What the list leaves out while no filter is set, and what it then shows. */
export const GONE = { hidden: 'gone=true', listed: 'gone=false' } as const

/** The table above is a literal, so its keys are exactly the names of its type. */
function namesOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[]
}
