'use client'

import { useSyncExternalStore } from 'react'
import { catchTyping, releaseTyping } from './typed-ahead.ts'

/** Which of the dialogs that any page may open is open. */
export type OpenDialog = 'palette' | 'help' | null

const listeners = new Set<() => void>()
let current: OpenDialog = null

/** What is typed from then on belongs to the palette, also while its files are still being fetched: see `releaseTyping`. */
export function openDialog(which: OpenDialog) {
  if (which === 'palette' && current !== 'palette') catchTyping(() => openDialog(null))
  else if (which !== 'palette') releaseTyping()
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
