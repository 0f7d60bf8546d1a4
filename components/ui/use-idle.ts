'use client'

import { useEffect, useState } from 'react'

const LATEST_MS = 2000

/** False until the browser has nothing more urgent to do, two seconds at most: for what may come after the page can be used. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    const done = () => setIdle(true)
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = setTimeout(done, 200)
      return () => clearTimeout(timer)
    }
    const handle = window.requestIdleCallback(done, { timeout: LATEST_MS })
    return () => window.cancelIdleCallback(handle)
  }, [])
  return isIdle
}
