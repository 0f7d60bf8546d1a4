'use client'

import { lastingHref } from '#lib/contract/views.ts'

/** Puts a text on the clipboard. @returns whether the browser let us */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Over plain HTTP from another machine browsers have no clipboard.
    if (!navigator.clipboard) return copyOldWay(text)
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyOldWay(text)
  }
}

/** Copies the address of what is shown now, as it opens for a colleague too. */
export function copyLink(): Promise<boolean> {
  const { origin, pathname, search, hash } = window.location
  return copyText(origin + lastingHref(pathname + search) + hash)
}

/** By selecting the text in a field that nobody sees. */
function copyOldWay(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'sr-only'
  // Where a dialog is open nothing outside of it can be selected.
  const place = before?.closest('dialog') ?? document.body
  place.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return copied
}
