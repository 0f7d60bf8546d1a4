'use client'

import { useSyncExternalStore } from 'react'

/** Which of the dialogs that any page may open is open. */
export type OpenDialog = 'palette' | 'help' | null

const listeners = new Set<() => void>()
let current: OpenDialog = null

export function openDialog(which: OpenDialog) {
  current = which
  for (const listener of listeners) listener()
}

export function useOpenDialog(): OpenDialog {
  return useSyncExternalStore(subscribe, () => current, nothing)
}

const nothing = () => null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
