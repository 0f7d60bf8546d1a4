import { parseQuery } from './parse.ts'
import { printQuery } from './print.ts'

/** Questions people ask every day, by a name that the screens put into words. */
export const PRESET_QUERIES = {
  disconnected: 'status=disconnected',
  quiet: 'quiet=true',
  silent: 'silentFor>24h',
  notSynced: 'sync="not synced"',
  outdated: 'outdated=true',
  flapping: 'flaps>=6',
  goneSinceYesterday: 'status=disconnected and statusFor<24h',
  never: 'status=never_connected and enrolledFor>7d',
} as const
export type PresetName = keyof typeof PRESET_QUERIES

/** The presets in order, in the canonical spelling of their filters. */
export const PRESETS: readonly { readonly name: PresetName; readonly q: string }[] = namesOf(PRESET_QUERIES).map((name) => {
  const parsed = parseQuery(PRESET_QUERIES[name])
  return { name, q: parsed.ok ? printQuery(parsed.expr) : PRESET_QUERIES[name] }
})

/** What the list leaves out while no filter is set, and what it then shows. */
export const GONE = { hidden: 'gone=true', listed: 'gone=false' } as const

/** The table above is a literal, so its keys are exactly the names of its type. */
function namesOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[]
}
