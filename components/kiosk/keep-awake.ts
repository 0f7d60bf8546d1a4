const AGAIN_MS = 60_000

/** What of the browser it takes; `wakeLock` is there over HTTPS and on this machine itself only. */
interface Browser {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined
}

/** Keeps the screen on where the browser can. It lets go whenever the page is hidden, so it is asked again. @returns lets the screen sleep */
export function keepAwake({ document, wakeLock }: Browser): () => void {
  if (wakeLock === undefined) return () => undefined
  let lock: WakeLockSentinel | null = null
  let asking = false
  let over = false
  const take = async () => {
    if (asking || document.visibilityState !== 'visible' || (lock && !lock.released)) return
    asking = true
    try {
      lock = await wakeLock.request('screen')
      if (over) await lock.release()
    } catch {
      // Low on power, or not allowed: the machine's own settings decide.
    }
    asking = false
  }
  void take()
  const timer = setInterval(take, AGAIN_MS)
  document.addEventListener('visibilitychange', take)
  return () => {
    over = true
    clearInterval(timer)
    document.removeEventListener('visibilitychange', take)
    lock?.release().catch(() => undefined)
  }
}
