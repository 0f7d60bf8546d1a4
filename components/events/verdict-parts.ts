import type { EventsReport } from '#lib/contract/events.ts'
import { TEXT } from '#lib/format/text.ts'
import type { AlarmLevel } from '#lib/insight/alarm.ts'
import { eventWords } from './event-words.ts'

/** Words, more words, and the filter that the first ones lead to; `null` for none. */
export type Said = readonly [linked: string, rest: string, q: string | null]

type Part = EventsReport['alarm']['parts'][number]

/**
 * The sentence on top of the page in words: its level, its main clause, and what else there is to say.
 * @param aged all of the data has grown old since: then nothing can be called fine
 * @param takes how long a manager takes to notice that one is quiet; '' when that is not known
 */
export function verdictOf(
  { alarm, events }: Pick<EventsReport, 'alarm' | 'events'>,
  { limited, aged, takes = '', timeZone }: { limited: boolean; aged: boolean; takes?: string; timeZone?: string },
): { level: AlarmLevel; head: Said; more: readonly Said[] } {
  const unknown: Said = [TEXT.alarm.stale.all, '', null]
  const parts = alarm.parts.filter((part) => !(part.kind === 'stale' && part.all))
  const said = parts.map((part) => say(part))
  if (aged || alarm.level === 'unknown') return { level: 'unknown', head: unknown, more: said.map(capital) }
  const [head = unknown, ...more] = said
  return { level: alarm.level, head, more: more.map(capital) }

  function say(part: Part): Said {
    switch (part.kind) {
      case 'mass': {
        const event = events[part.event]
        if (!event) return [TEXT.alarm.events.plain(part.agents), ` ${TEXT.alarm.events.down(null)}.`, null]
        const { subject, verb, when, after } = eventWords(event, timeZone)
        return [subject, ` ${verb} ${when}${after === '' ? '' : `, ${after}`}.`, event.q]
      }
      case 'share':
        return [...share(part), part.q]
      case 'quiet':
        return [...TEXT.alarm.quiet(part.quiet, takes), 'quiet=true']
      case 'stale':
        return [TEXT.alarm.stale.some(part.managers.join(', ')), '', null]
      case 'expected':
        return [TEXT.alarm.expected(part.count), '', part.q]
      case 'gone':
        return [TEXT.alarm.gone(part.count, part.days), '', part.q]
    }
  }

  function share({ notReporting, of, elsewhere }: Extract<Part, { kind: 'share' }>): readonly [string, string] {
    const words = TEXT.alarm.share
    if (elsewhere) return notReporting === 0 ? words.elsewhereAll(of) : words.elsewhere(notReporting, of)
    const scope = TEXT.alarm.inScope(limited)
    if (of === 0) return [TEXT.summary.nothing(limited), '']
    return notReporting === 0 ? words.all(of, scope) : words.some(notReporting, of, scope)
  }
}

/** What begins a sentence of its own. */
function capital([linked, rest, q]: Said): Said {
  return [linked.charAt(0).toUpperCase() + linked.slice(1), rest, q]
}
