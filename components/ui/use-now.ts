'use client'

import { useSyncExternalStore } from 'react'

const TICK_MS = 1000

/** Epoch milliseconds, renewed every second; 0 while the server renders. Only small leaves should use it. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, wholeSecond, zero)
}

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS)
  return () => clearInterval(timer)
}

const wholeSecond = () => Math.floor(Date.now() / TICK_MS) * TICK_MS
const zero = () => 0
