'use client'

import { Icon } from '#components/ui/icon.tsx'
import { liveState } from '#lib/api/live-state.ts'
import { LIVE_TEXT } from '#lib/format/text-live.ts'
import { useLive } from './use-live.ts'

/** Holds the page still, for reading, and lets it go on. */
export function PauseButton() {
  const { pausedAt } = useLive()
  const paused = pausedAt !== null
  const label = paused ? LIVE_TEXT.resume : LIVE_TEXT.pause
  return (
    <button
      type="button"
      className="ghost"
      aria-label={label}
      title={label}
      onClick={() => liveState.set({ pausedAt: paused ? null : Date.now() })}
    >
      <Icon name={paused ? 'play' : 'pause'} />
    </button>
  )
}
