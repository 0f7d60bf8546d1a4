'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'
import { isFresh } from './board-words.ts'

/** More tiles can't be read from afar; those that are not heard, and then those with the most silent endpoints, come first. */
const TILES = 6

/** A tile for each manager. */
export function ManagersView({ board, now }: { board: KioskBoard; now: number }) {
  const timeZone = useZone()
  const words = KIOSK_TEXT.managers
  const order = (manager: KioskBoard['managers'][number]) =>
    isFresh(manager, now) ? manager.notReporting : Number.MAX_SAFE_INTEGER
  const managers = board.managers.toSorted((a, b) => order(b) - order(a) || (a.name < b.name ? -1 : 1))
  const shown = managers.slice(0, TILES)
  return (
    <section className="wall-list" aria-label={words.title}>
      <h1>
        {words.title} {managers.length > TILES && <span className="side">{KIOSK_TEXT.more(managers.length - TILES)}</span>}
      </h1>
      <ul className="wall-tiles" data-count={shown.length}>
        {shown.map((manager) => {
          const { id, name, lastSyncAt, notReporting, total } = manager
          const fresh = isFresh(manager, now)
          // Whether the manager is heard, as in the line below: its endpoints are what the number is about.
          const mark = fresh ? 'active' : 'unknown'
          const [number, verb] = words.silent(notReporting, total)
          return (
            <li key={id} className="wall-tile" data-s={mark}>
              <h2>
                <StatusMark token={mark} />
                <span className="text">{name}</span>
              </h2>
              {fresh ? (
                <p>
                  <b>{number}</b> <span className="small">{verb}</span>
                </p>
              ) : (
                <p className="nothing">{words.noData(lastSyncAt === null ? null : wallTime(lastSyncAt, now, timeZone))}</p>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
