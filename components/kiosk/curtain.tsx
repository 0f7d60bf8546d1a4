'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'

/** In place of every number when nothing current is known. @param since '' when nothing ever was */
export function Curtain({ board, since, now, lost }: { board: KioskBoard; since: string; now: number; lost: boolean }) {
  const timeZone = useZone()
  const words = KIOSK_TEXT.curtain
  const names = board.managers.map(({ name }) => name)
  const list = new Intl.ListFormat('en-GB').format(names)
  return (
    <section className="wall-curtain" role="alert" data-s="unknown">
      <h1>
        <StatusMark token="unknown" />
        {words.title(since === '' ? null : wallTime(since, now, timeZone))}
      </h1>
      <p>
        <b>{lost ? words.dashboard : words.managers(list, names.length === 1)}</b> {words.more}
      </p>
    </section>
  )
}
