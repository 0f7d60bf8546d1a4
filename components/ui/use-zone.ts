'use client'

import { useSyncExternalStore } from 'react'

/** The zone to write times in: UTC in what the server sends, the person's own (`undefined`) from then on. */
export function useZone(): string | undefined {
  return useSyncExternalStore<string | undefined>(
    subscribe,
    () => undefined,
    () => 'UTC',
  )
}

const subscribe = () => () => undefined
