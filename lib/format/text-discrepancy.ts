import { type COUNTED, type Discrepancy, differing } from '#lib/contract/discrepancy.ts'
import { LOCALE } from './locale.ts'
import { formatCount } from './numbers.ts'

const LIST = new Intl.ListFormat(LOCALE, { type: 'conjunction' })

const WORDS = {
  total: 'in all',
  active: 'active',
  disconnected: 'disconnected',
  pending: 'pending',
  never_connected: 'never connected',
  synced: 'in sync',
} as const satisfies Record<(typeof COUNTED)[number], string>

/** Words for a manager whose own summary is not what it lists. */
export const DISCREPANCY_TEXT = {
  headline: (manager: string) => `${manager} counts otherwise than it lists:`,
  more: (found: Discrepancy, since: string) =>
    `its summary has ${counts(found, 'summary')}; its list, of which everything here is made, has ${counts(found, 'list')}. So since ${since}.`,
  /** In a table, under what the manager is otherwise. */
  short: (found: Discrepancy) => `Its summary has ${counts(found, 'summary')}; its list ${counts(found, 'list')}`,
} as const

/** What differs, as one of both has it: `160 in all and 120 active`. */
function counts(found: Discrepancy, side: 'list' | 'summary'): string {
  return LIST.format(differing(found).map((name) => `${formatCount(found[side][name] ?? 0)} ${WORDS[name]}`))
}
