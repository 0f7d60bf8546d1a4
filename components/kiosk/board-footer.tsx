'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { formatShare } from '#lib/format/numbers.ts'
import { KIOSK_TEXT } from '#lib/format/text-kiosk.ts'
import { isFresh } from './board-words.ts'

/** More names have no room beside the rest. */
const NAMES = 3

/** Who is heard, how much is in sync, and which of the views this is, with the way to hold it. */
export function BoardFooter({
  board,
  now,
  rotation: { at, count, paused, toggle },
}: {
  board: KioskBoard
  now: number
  rotation: { at: number; count: number; paused: boolean; toggle: () => void }
}) {
  const managers = board.managers.toSorted((a, b) => Number(isFresh(a, now)) - Number(isFresh(b, now)))
  const [share, words] = KIOSK_TEXT.sync(formatShare(board.synced, board.active))
  return (
    <footer className="wall-foot">
      <ul>
        {managers.slice(0, NAMES).map((manager) => {
          const token = isFresh(manager, now) ? 'active' : 'unknown'
          return (
            <li key={manager.id} data-s={token}>
              <StatusMark token={token} />
              <span className="text">{manager.name}</span>
            </li>
          )
        })}
        {managers.length > NAMES && <li>{KIOSK_TEXT.more(managers.length - NAMES)}</li>}
      </ul>
      <p>
        <b>{share}</b> {words}
      </p>
      {count > 1 && (
        <p className="wall-turns">
          <span role="img" aria-label={KIOSK_TEXT.rotation(at + 1, count)} className="dots">
            {Array.from({ length: count }, (_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the dots are their places
              <i key={place} data-on={place === at || undefined} />
            ))}
          </span>
          <button type="button" aria-pressed={paused} onClick={toggle}>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              {paused ? <path d="M3 1.5v9l7.5-4.5z" /> : <path d="M2.5 1.5h2.5v9H2.5zM7 1.5h2.5v9H7z" />}
            </svg>
            {paused ? KIOSK_TEXT.resume : KIOSK_TEXT.pause}
          </button>
        </p>
      )}
    </footer>
  )
}
