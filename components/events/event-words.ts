import type { MassEventItem } from '#lib/contract/events.ts'
import { silenceOf } from '#lib/format/event-silence.ts'
import { formatAgentVersion } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatClock } from '#lib/format/time.ts'

/** A mass event in words: `183 of 186 endpoints in branch-lyon` · `went silent together` · `at 08:55` · `3 still gone`. */
export function eventWords(event: MassEventItem, timeZone?: string) {
  const words = TEXT.alarm.events
  const { factor, count, together, from, to, still } = event
  const clock = (time: string) => formatClock(time, to, timeZone)
  const value = factor && (factor.kind === 'version' ? formatAgentVersion(factor.value) : factor.value)
  const named =
    factor && value !== null && factor.size >= count
      ? `${words.many(count, factor.size)} ${words.factors[factor.kind](value)}`
      : null
  const span = silenceOf(event) ?? event
  const [start, end] = [clock(span.from), clock(span.to)]
  return {
    subject: named ?? words.plain(count),
    verb: event.direction === 'down' ? words.down(event.statusCode) : words.back,
    /** When they fell silent, where that is known; else when it was seen. */
    when: start === end ? words.at(end) : words.between(start, end),
    /** What became of it: '' while all of them are still gone. */
    after:
      event.direction === 'back' || still === count
        ? ''
        : still === 0
          ? words.allBack(event.backBy === null ? clock(to) : formatClock(event.backBy, to, timeZone))
          : words.someBack(still),
    /** What they have in common where that is not said yet, how many others changed with them, and since when they were silent. */
    more: [
      named !== null
        ? ''
        : factor && value !== null
          ? words.inCommon(words.factorNames[factor.kind], value)
          : words.nothingInCommon,
      factor && together > count ? words.others(together - count) : '',
      event.heardFrom !== null && event.heardTo !== null ? words.heard(clock(event.heardFrom), clock(event.heardTo)) : '',
    ]
      .filter((text) => text !== '')
      .join(', '),
    time: clock(from),
  }
}
