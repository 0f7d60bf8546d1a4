'use client'

import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallClock, wallTime } from '#lib/format/text-kiosk.ts'
import { BoardFooter } from './board-footer.tsx'
import { oldestData, staleSince } from './board-words.ts'
import { ChangesView } from './changes-view.tsx'
import { Curtain } from './curtain.tsx'
import { ManagersView } from './managers-view.tsx'
import { NowView } from './now-view.tsx'
import type { KioskOptions, View } from './options.ts'
import { useRotation } from './use-rotation.ts'

/** A connected screen: its views in turn, or the curtain when nothing current is known. */
export function Board({
  board,
  now,
  lostSince,
  options,
  startedAt,
}: {
  board: KioskBoard
  /** By the dashboard's clock. */
  now: number
  lostSince: number | null
  options: KioskOptions
  /** When the page was sent: without a script each load is the next view. */
  startedAt: number
}) {
  const timeZone = useZone()
  const views = options.views.filter((view) => hasContent(view, board))
  const { seconds } = options
  const rotation = useRotation(views.length, seconds, Math.floor(startedAt / 1000 / seconds))
  const since = staleSince(board, now)
  const asOf = oldestData(board, now)
  return (
    <>
      <header className="wall-head">
        <span className="text">{board.name}</span>
        <span className="small" role="status" data-s={lostSince === null ? undefined : 'unknown'}>
          {lostSince !== null
            ? KIOSK_TEXT.lostSince(wallClock(lostSince, timeZone))
            : board.confirm
              ? KIOSK_TEXT.confirm(board.confirm.username, wallTime(board.confirm.by, now, timeZone))
              : asOf !== null && KIOSK_TEXT.asOf(wallClock(Date.parse(asOf), timeZone))}
        </span>
        <time suppressHydrationWarning>
          {wallClock(now, timeZone)}
          {timeZone === 'UTC' && ' UTC'}
        </time>
      </header>
      {since !== null ? (
        <Curtain board={board} since={since} now={now} lost={lostSince !== null} />
      ) : (
        <>
          {draw(views[rotation.at] ?? 'now')}
          <BoardFooter board={board} now={now} rotation={{ ...rotation, count: views.length }} />
        </>
      )}
    </>
  )

  function draw(view: View) {
    switch (view) {
      case 'now':
        return <NowView board={board} now={now} />
      case 'changes':
        return <ChangesView board={board} now={now} />
      case 'managers':
        return <ManagersView board={board} now={now} />
    }
  }
}

/** A view that would be empty is left out; the first never is. */
function hasContent(view: View, { hour, events, managers }: KioskBoard): boolean {
  if (view === 'changes') return hour.went + hour.back + events.filter(({ still }) => still > 0).length > 0
  return view === 'now' || managers.length > 1
}
