'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'

/** A page that is still loading after this long keeps whatever focus it has. */
const GIVE_UP_MS = 10_000

/** After a change of page the keyboard and the screen reader start at its heading; not on the first load, where the browser decides. */
export function RouteFocus() {
  const pathname = usePathname()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    return holdFocusOnHeading()
  }, [pathname])
  return null
}

/** The heading of a page that loads is replaced once its data is there, and the focus must not fall off with it; a person who acts ends this. */
function holdFocusOnHeading(): () => void {
  const focus = () => {
    const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
    target?.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body) focus()
  })
  const stop = () => {
    observer.disconnect()
    clearTimeout(timer)
    document.removeEventListener('keydown', stop)
    document.removeEventListener('pointerdown', stop)
  }
  const timer = setTimeout(stop, GIVE_UP_MS)
  document.addEventListener('keydown', stop)
  document.addEventListener('pointerdown', stop)
  const main = document.querySelector('main')
  if (main) observer.observe(main, { childList: true, subtree: true })
  focus()
  return stop
}
