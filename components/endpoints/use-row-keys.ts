'use client'

import { useCallback } from 'react'
import { DENSITIES, density } from '#components/ui/density.ts'
import { selection } from '#components/ui/selection.ts'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { isOpen, openBeside, walkBeside } from './beside-moves.ts'

/** `j` and `k` walk through the rows, `o` shows the one with the focus beside the list, `x` selects the one with the focus, `.` changes their height; Enter follows its link. */
export function useRowKeys() {
  useShortcut(
    'j',
    useCallback(() => step(1), []),
  )
  useShortcut(
    'k',
    useCallback(() => step(-1), []),
  )
  useShortcut('o', openFocused)
  useShortcut('x', toggle)
  useShortcut('.', nextDensity)
}

function step(by: 1 | -1) {
  if (isOpen()) return walkBeside(by)
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.agents tbody th a')]
  const row = document.activeElement?.closest('.agents tbody tr')
  const at = links.findIndex((link) => row?.contains(link))
  links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus()
}

function focusedLink() {
  return document.activeElement?.closest('.agents tbody tr')?.querySelector<HTMLAnchorElement>('th a')
}

function openFocused() {
  const key = focusedLink()?.dataset['key']
  if (key) openBeside(key)
}

function toggle() {
  const link = focusedLink()
  const key = link?.dataset['key']
  if (link && key) selection.toggle(key, link.textContent ?? '')
}

function nextDensity() {
  density.set(DENSITIES[(DENSITIES.indexOf(density.get()) + 1) % DENSITIES.length] ?? 'compact')
}
