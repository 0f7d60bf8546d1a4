'use client'

import { createContext, useContext, useEffect, useState } from 'react'

/** Whether an endpoint stands beside the list, where somebody may walk past it. */
export const BesideContext = createContext(false)

/** Whoever looks at an endpoint this long means it. */
const REST_MS = 700

/** Whether somebody rests at this endpoint: on its own page at once, beside the list after a moment. */
export function useIsRestedAt(): boolean {
  const isBeside = useContext(BesideContext)
  const [isRested, setRested] = useState(!isBeside)
  useEffect(() => {
    if (isRested) return
    const timer = setTimeout(() => setRested(true), REST_MS)
    return () => clearTimeout(timer)
  }, [isRested])
  return isRested
}
