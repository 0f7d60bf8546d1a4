'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { SHORTCUTS_KEY } from './shortcuts-key.ts'

const listeners = new Set<() => void>()

/** Whether single keys act; a person can switch that off, because speech input and stray keys trigger them. */
export function useShortcutsOn(): { on: boolean; setOn: (on: boolean) => void } {
  const on = useSyncExternalStore(subscribe, read, () => true)
  return { on, setOn: write }
}

/** Calls `act` when `key` is pressed outside of every field, without modifiers. */
export function useShortcut(key: string, act: () => void) {
  const { on } = useShortcutsOn()
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]')) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [on, key, act])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let fallback = true

function read(): boolean {
  try {
    return localStorage.getItem(SHORTCUTS_KEY) !== 'off'
  } catch {
    return fallback
  }
}

function write(on: boolean) {
  fallback = on
  try {
    localStorage.setItem(SHORTCUTS_KEY, on ? 'on' : 'off')
  } catch {
    // Storage is forbidden here: the choice holds until the page is left.
  }
  for (const listener of listeners) listener()
}
