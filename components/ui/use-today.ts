'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'

/** When the server drew the page, ISO 8601. */
export const FirstMoment = createContext(new Date(0).toISOString())

const MINUTE_MS = 60_000

/** A moment of today, ISO 8601, that other times are told by: in what the server sends its own, then that of the browser. */
export function useToday(): string {
  const first = useContext(FirstMoment)
  return useSyncExternalStore(subscribe, ownMinute, () => first)
}

const subscribe = () => () => undefined
const ownMinute = () => new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS).toISOString()
