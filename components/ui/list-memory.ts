'use client'

import { useSyncExternalStore } from 'react'

const KEY = 'rollcall-list'

/** Keeps the address of the list, so that the way back leads to the same filter, sort and page. */
export function rememberList(href: string) {
  try {
    sessionStorage.setItem(KEY, href)
  } catch {
    // Storage is forbidden here: the way back leads to the whole list.
  }
}

/** The address of the list as it was last seen in this tab. */
export function useListHref(): string {
  return useSyncExternalStore(subscribe, read, () => '/')
}

const subscribe = () => () => undefined

function read(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '/'
  } catch {
    return '/'
  }
}
