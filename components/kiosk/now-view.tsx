'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { KIOSK_TEXT } from '#lib/format/text-kiosk.ts'
import { headline, hero } from './board-words.ts'
import { KioskChart } from './kiosk-chart.tsx'

const PARTS = [
  ['disconnected', 'disconnected'],
  ['never_connected', 'never'],
  ['other', 'pending'],
] as const

/** How many do not report, what they are, what happened, and how the day went. */
export function NowView({ board, now }: { board: KioskBoard; now: number }) {
  const timeZone = useZone()
  const { byStatus, active, hour, unheard } = board
  const { number, words } = hero(board)
  const line = headline(board, now, timeZone)
  return (
    <>
      <section className="wall-now" aria-label={KIOSK_TEXT.now}>
        <h1>
          <span className="wall-hero">{number}</span> {words}
        </h1>
        <ul>
          {PARTS.map(([name, token]) => (
            <li key={name} data-s={token}>
              <StatusMark token={token} />
              <b>{formatCount(byStatus[name])}</b>
              <span>{KIOSK_TEXT.parts[name]}</span>
            </li>
          ))}
        </ul>
      </section>
      <div className="wall-share" aria-hidden="true">
        <i data-s="active" style={{ flexGrow: active }} />
        {PARTS.map(([name, token]) => byStatus[name] > 0 && <i key={name} data-s={token} style={{ flexGrow: byStatus[name] }} />)}
        {unheard > 0 && <i data-s="unknown" style={{ flexGrow: unheard }} />}
      </div>
      <h2 className="wall-event" data-s={line.mark ?? undefined}>
        {line.mark && <StatusMark token={line.mark} />}
        <span className="text">{line.text}</span>
        {unheard > 0 ? (
          <span className="side">{KIOSK_TEXT.unheard(unheard)}</span>
        ) : (
          hour.net !== null && (
            <span className="side">
              <b>{KIOSK_TEXT.hour(hour.net)[0]}</b> {KIOSK_TEXT.hour(hour.net)[1]}
            </span>
          )
        )}
      </h2>
      <KioskChart board={board} />
    </>
  )
}
