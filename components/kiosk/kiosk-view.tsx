'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { useNow } from '#components/ui/use-now.ts'
import { KioskFeed } from '#lib/api/kiosk-feed.ts'
import type { KioskBoard, KioskState } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT } from '#lib/format/text-kiosk.ts'
import { Board } from './board.tsx'
import { staleSince } from './board-words.ts'
import { WallNotice } from './notice.tsx'
import type { KioskOptions } from './options.ts'
import { PairingCode } from './pairing-code.tsx'
import { useKioskPage } from './use-kiosk-page.ts'
import { Wall } from './wall.tsx'

interface Props {
  /** What the page was sent with. */
  first: KioskState & { board: KioskBoard | null }
  options: KioskOptions
  /** Where a person approves it, as they type it. */
  address: string
  /** The browser came back without the cookie that it was given. */
  cookieless: boolean
}

/** A wall screen, from the code that connects it to the curtain. */
export function KioskView({ first, options, address, cookieless }: Props) {
  const [feed] = useState(() => new KioskFeed(first))
  const view = useSyncExternalStore(feed.subscribe, feed.get, feed.get)
  const { resting } = useKioskPage(view)
  const startedAt = Date.parse(first.now)
  const tick = useNow()
  const now = tick === 0 ? startedAt : tick + view.offsetMs
  const { screen, board, lostSince } = view
  const start = `/kiosk/start${options.search}`
  const needsCode = screen.state === 'none' && !cookieless && lostSince === null
  useEffect(() => {
    if (needsCode) window.location.replace(start)
  }, [needsCode, start])
  const curtain = board !== null && staleSince(board, now) !== null
  return (
    <Wall scale={options.scale} curtain={curtain} resting={resting}>
      {draw()}
    </Wall>
  )

  function draw() {
    switch (screen.state) {
      case 'paired':
        if (board === null) return <WallNotice title={KIOSK_TEXT.waiting.title} detail={KIOSK_TEXT.waiting.detail} />
        return <Board board={board} now={now} lostSince={lostSince} options={options} startedAt={startedAt} />
      case 'waiting':
        return <PairingCode code={screen.code} expiresAt={screen.expiresAt} now={now} address={address} />
      case 'held':
        return (
          <WallNotice
            title={KIOSK_TEXT.held.title}
            detail={KIOSK_TEXT.held.detail(screen.name, screen.username, screen.managerName)}
          />
        )
      case 'ended':
        return (
          <WallNotice title={KIOSK_TEXT.ended.title} detail={KIOSK_TEXT.ended[screen.why]}>
            <a href={start}>{KIOSK_TEXT.ended.again}</a>
          </WallNotice>
        )
      case 'none':
        if (cookieless) return <WallNotice title={KIOSK_TEXT.noCookies.title} detail={KIOSK_TEXT.noCookies.detail} />
        return <WallNotice title={KIOSK_TEXT.pairing.title} detail={KIOSK_TEXT.connecting} />
    }
  }
}
