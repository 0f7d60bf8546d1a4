'use client'

import { useEffect, useState } from 'react'

const LATEST_MS = 2000

/**
 * False until the browser has nothing more urgent to do once `isReady`, two seconds at most: for what may come after the page can be
 * used.
 */
export function useIdle(isReady: boolean): boolean {
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    if (!isReady) return
    const done = () => setIdle(true)
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = setTimeout(done, 200)
      return () => clearTimeout(timer)
    }
    const handle = window.requestIdleCallback(done, { timeout: LATEST_MS })
    return () => window.cancelIdleCallback(handle)
  }, [isReady])
  return isIdle
}
