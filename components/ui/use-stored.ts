'use client'

import { useSyncExternalStore } from 'react'

/** A choice that belongs to the person and this browser, not to the address. */
export interface StoredChoice<T> {
  use: () => T
  get: () => T
  set: (value: T) => void
}

/** @param read of what is stored, or of `null`; must give the same object for the same text */
export function storedChoice<T>(key: string, read: (text: string | null) => T, write: (value: T) => string): StoredChoice<T> {
  const listeners = new Set<() => void>()
  let text: string | null | undefined
  let value: T
  const load = (next: string | null) => {
    if (next !== text) value = read(next)
    text = next
    return value
  }
  const get = () => {
    try {
      return load(localStorage.getItem(key))
    } catch {
      // Storage is forbidden here: the choice holds until the page is left.
      return load(text ?? null)
    }
  }
  const initial = read(null)
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    get,
    use: () => useSyncExternalStore(subscribe, get, () => initial),
    set: (next) => {
      const written = write(next)
      try {
        localStorage.setItem(key, written)
      } catch {
        load(written)
      }
      for (const listener of listeners) listener()
    },
  }
}
