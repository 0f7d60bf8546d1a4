'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'
import { currentEvents, eventLine } from './board-words.ts'

/** More lines than this can't be read from afar before the next view comes. */
const LINES = 6
const EVENTS = 3

/** What changed within the last hour, with what many did together and is not over. */
export function ChangesView({ board, now }: { board: KioskBoard; now: number }) {
  const timeZone = useZone()
  const words = KIOSK_TEXT.changes
  const { hour } = board
  const events = currentEvents(board, now)
  const told = events.slice(0, hour.newest.length === 0 ? LINES : EVENTS)
  const newest = hour.newest.slice(0, LINES - told.length)
  return (
    <section className="wall-list" aria-label={words.title}>
      <h1>{words.title}</h1>
      <p className="wall-pair">
        {[words.went(hour.went), words.back(hour.back)].map(([number, word], at) => (
          <span key={word} data-s={at === 0 ? 'disconnected' : 'active'}>
            <StatusMark token={at === 0 ? 'disconnected' : 'active'} />
            <b>{number}</b> {word}
          </span>
        ))}
      </p>
      <ul>
        {told.map((event) => {
          const { mark, text } = eventLine(event, now, timeZone)
          return (
            <li key={`${event.direction} ${event.from} ${text}`} className="strong" data-s={mark}>
              <StatusMark token={mark} />
              <span className="text">{text}</span>
            </li>
          )
        })}
        {newest.map(({ name, direction, at }) => (
          <li key={`${name} ${direction} ${at}`} data-s={direction === 'down' ? 'disconnected' : 'active'}>
            <StatusMark token={direction === 'down' ? 'disconnected' : 'active'} />
            <span className="text">
              {name} {direction === 'down' ? words.down : words.returned}
            </span>
            <span className="side">{wallTime(at, now, timeZone)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
