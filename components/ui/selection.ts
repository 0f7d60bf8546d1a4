'use client'

import { useSyncExternalStore } from 'react'

/** Selected endpoints by `manager/id`, with their names: kept over pages and filters until the page is left. */
export type Selection = ReadonlyMap<string, string>

const NOTHING: Selection = new Map()
const listeners = new Set<() => void>()
let current: Selection = NOTHING

/** Of the key that rows, cursors and addresses have too. */
export function selectionKey({ manager, id }: { manager: string; id: string }): string {
  return `${manager}/${id}`
}

export const selection = {
  toggle(key: string, name: string) {
    const next = new Map(current)
    if (!next.delete(key)) next.set(key, name)
    publish(next)
  },
  clear: () => publish(NOTHING),
}

export function useSelection(): Selection {
  return useSyncExternalStore(subscribe, get, () => NOTHING)
}

/** Whether one is selected; only that row renders anew when it changes. */
export function useIsSelected(key: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => current.has(key),
    () => false,
  )
}

const get = () => current

function publish(next: Selection) {
  current = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
