'use client'

import { useSyncExternalStore } from 'react'
import { listHref } from './list-url.ts'

/** As `--breakpoint-lg` in beside.css. */
const WIDE = '(width >= 85rem)'
/** Marks the entry of the browser's history that opening an endpoint made, so that closing it goes back. */
const MARK = 'rollcallBeside'

/** Whether there is room for an endpoint beside the list; `null` in what the server sends. */
export function useIsWide(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => null,
  )
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/**
 * A plain click on the name of a row opens it beside the list; with a key, another button or from the keyboard the link is followed
 * as any other. To be heard before the link is.
 */
export function openOnClick(event: React.MouseEvent) {
  const { button, detail, metaKey, ctrlKey, shiftKey, altKey, target } = event
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-key]') : null
  const key = link?.dataset['key']
  if (!link || !key || button !== 0 || detail === 0 || metaKey || ctrlKey || shiftKey || altKey) return
  if (!window.matchMedia(WIDE).matches) return
  event.preventDefault()
  link.focus({ preventScroll: true })
  openBeside(key)
}

/** Shows an endpoint beside the list, in place of the one that is there. The row stays where it is on screen. */
export function openBeside(key: string) {
  if (!window.matchMedia(WIDE).matches) return
  const params = new URLSearchParams(window.location.search)
  const wasOpen = params.has('open')
  if (params.get('open') === key) return
  const link = linkOf(key)
  const before = link?.getBoundingClientRect().top
  const href = listHref(window.location.search, { open: key })
  // Next follows an entry only when it is not given its own state of it.
  if (wasOpen) window.history.replaceState(wasPushed() ? { [MARK]: true } : null, '', href)
  else window.history.pushState({ [MARK]: true }, '', href)
  // What stands above the list is laid out anew in the room that is left.
  if (!wasOpen && link && before !== undefined) keepInPlace(link, before)
}

/** Frames until a list that got narrower stands still. */
const FRAMES = 10

function keepInPlace(link: HTMLElement, top: number, frames = FRAMES) {
  requestAnimationFrame(() => {
    const moved = link.getBoundingClientRect().top - top
    if (moved !== 0) window.scrollBy({ top: moved, behavior: 'instant' })
    if (frames > 0) keepInPlace(link, top, frames - 1)
  })
}

/** Whether the present entry of the browser's history was made by opening an endpoint beside the list that is the entry before it. */
function wasPushed(): boolean {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null && MARK in state
}

/** Whether an endpoint is shown beside the list. */
export function isOpen(): boolean {
  return new URLSearchParams(window.location.search).has('open') && window.matchMedia(WIDE).matches
}

/** Back to the list alone; the focus goes to the row that was open by the address: what is drawn may still be the one before. */
export function closeBeside(closedHref: string) {
  const link = linkOf(new URLSearchParams(window.location.search).get('open') ?? '')
  const before = link?.getBoundingClientRect().top
  if (wasPushed()) window.history.back()
  else window.history.replaceState(null, '', closedHref)
  link?.focus({ preventScroll: true })
  if (link && before !== undefined) keepInPlace(link, before)
}

/** The next row, or the one before, gets the focus and is shown. */
export function walkBeside(by: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.agents tbody th a[data-key]')]
  const open = new URLSearchParams(window.location.search).get('open')
  const at = links.findIndex((link) => link.dataset['key'] === open)
  const next = links[at < 0 ? 0 : at + by]
  if (!next) return
  next.focus({ preventScroll: true })
  next.closest('tr')?.scrollIntoView({ block: 'nearest' })
  openBeside(next.dataset['key'] ?? '')
}

function linkOf(key: string): HTMLAnchorElement | null {
  return document.querySelector(`.agents tbody a[data-key="${CSS.escape(key)}"]`)
}
