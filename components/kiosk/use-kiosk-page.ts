'use client'

import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000
/** A page that was loaded anew for another build waits so long before it does so again: two servers must not play ball with it. */
const AGAIN_MS = 10 * MINUTE_MS
const RELOADED_KEY = 'rollcall-kiosk-reloaded'
const CURSOR_MS = 3000

/** What keeps a screen alone: it stays awake where the browser lets it, and loads anew for another build. @returns whether the cursor rests */
export function useKioskPage({ outdated }: { outdated: boolean }): { resting: boolean } {
  const [resting, setResting] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), CURSOR_MS)
    const moved = () => {
      clearTimeout(timer)
      setResting(false)
      timer = setTimeout(() => setResting(true), CURSOR_MS)
    }
    document.addEventListener('pointermove', moved)
    document.addEventListener('keydown', moved)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointermove', moved)
      document.removeEventListener('keydown', moved)
    }
  }, [])
  useEffect(keepAwake, [])
  useEffect(() => {
    if (!outdated) return
    // At the top of a minute, so that the screens of a wall do it together; the dashboard has answered seconds ago.
    const timer = setTimeout(reload, MINUTE_MS - (Date.now() % MINUTE_MS))
    return () => clearTimeout(timer)
  }, [outdated])
  return { resting }
}

function reload(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED_KEY)) < AGAIN_MS) return
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()))
  } catch {
    // Storage may be forbidden; then nothing holds it back.
  }
  window.location.reload()
}

/** Over HTTPS browsers can keep a screen on; they let go of it whenever the page is hidden. */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let over = false
  const take = async () => {
    if (!('wakeLock' in navigator) || document.visibilityState !== 'visible' || (lock && !lock.released)) return
    try {
      const taken = await navigator.wakeLock.request('screen')
      if (over) await taken.release()
      else lock = taken
    } catch {
      // Low on power, or not allowed: the machine's own settings decide.
    }
  }
  void take()
  const timer = setInterval(take, MINUTE_MS)
  document.addEventListener('visibilitychange', take)
  return () => {
    over = true
    clearInterval(timer)
    document.removeEventListener('visibilitychange', take)
    lock?.release().catch(() => undefined)
  }
}
