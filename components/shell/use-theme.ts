'use client'

import { useSyncExternalStore } from 'react'
import { THEME_KEY, THEMES, type Theme } from './themes.ts'

const listeners = new Set<() => void>()

/** The chosen theme; it lives on the root element, and in storage so that it lasts. */
export function useTheme(): {
  theme: Theme
  next: Theme
  switchTheme: () => void
  setTheme: (theme: Theme) => void
} {
  const theme = useSyncExternalStore(subscribe, read, () => 'system' as const)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  return { theme, next, switchTheme: () => write(next), setTheme: write }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Theme {
  const set = document.documentElement.dataset['theme']
  return set === 'light' || set === 'dark' ? set : 'system'
}

function write(theme: Theme) {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  try {
    localStorage.setItem(THEME_KEY, theme)
  } catch {
    // Storage is forbidden here: the choice holds until the page is left.
  }
  for (const listener of listeners) listener()
}
