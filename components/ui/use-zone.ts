'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'

/** The person's zone as the server knows it, `null` when it does not: what it sends is written in that, or in UTC. */
export const FirstZone = createContext<string | null>(null)

/** The zone to write times in: in what the server sends the one it knows of, the person's own from then on. */
export function useZone(): string | undefined {
  const first = useContext(FirstZone)
  return useSyncExternalStore<string | undefined>(subscribe, ownZone, () => first ?? 'UTC')
}

const subscribe = () => () => undefined

let own: string | undefined

function ownZone(): string | undefined {
  own ??= new Intl.DateTimeFormat().resolvedOptions().timeZone
  return own
}
