import type { Evolution, EvolutionGap } from '#lib/contract/evolution.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatClock } from '#lib/format/time.ts'
import { hasRoom, stretchesOf } from './series.ts'

/** So many gaps are said beside the drawing; the table has all of them. */
const GAPS_SAID = 2

/** Why there are gaps that are too narrow to say it themselves, the newest first, and how many more there are. @param names of the managers, by id */
export function narrowGaps(
  evolution: Evolution,
  names: ReadonlyMap<string, string>,
  timeZone?: string,
): { said: readonly { key: string; text: string }[]; more: number } {
  const narrow = stretchesOf(evolution)
    .filter((stretch) => !hasRoom(stretch, evolution))
    .reverse()
  const said = narrow.slice(0, GAPS_SAID).map(({ gap }) => {
    const text = TEXT.chart.noDataWhy(...gapTimes(gap, evolution.to, timeZone), TEXT.chart.gap[gap.reason], ofManager(gap, names))
    return { key: `${gap.manager} ${gap.from}`, text }
  })
  return { said, more: Math.max(0, narrow.length - GAPS_SAID) }
}

/** Beginning and end of a gap; the day is said once where both have the same. @param asOf ISO 8601 */
export function gapTimes({ from, to }: EvolutionGap, asOf: string, timeZone?: string): [from: string, to: string] {
  const end = formatClock(to, from, timeZone)
  return [formatClock(from, asOf, timeZone), end.includes(',') ? formatClock(to, asOf, timeZone) : end]
}

/** Whose gap it is, where there are several managers: the others were seen meanwhile. */
export function ofManager({ manager }: EvolutionGap, names: ReadonlyMap<string, string>): string {
  return names.size > 1 ? TEXT.chart.gapOf(names.get(manager) ?? manager) : ''
}
