'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Keeps the rows where they are on screen while `isHeld` says that somebody is among them, whatever grows or shrinks above
 * them: a notice, a sentence, the bar of a selection. The page is scrolled instead, before it is painted; where it lies at its
 * start already, room is left above it until it is scrolled again. @param place what makes other rows, which may stand elsewhere
 */
export function useHeldPlace(isHeld: () => boolean, place: string | null) {
  const ref = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin anew
  useLayoutEffect(() => leaveRoom(0), [place])
  useEffect(() => {
    const list = ref.current
    if (!list) return
    const topOf = () => list.getBoundingClientRect().top
    let top = topOf()
    let isGivingBack = false
    const settle = () => {
      const moved = topOf() - top
      if ((isHeld() || isGivingBack) && Math.abs(moved) >= 1) {
        const from = window.scrollY
        window.scrollBy({ top: moved, behavior: 'instant' })
        const left = moved - (window.scrollY - from)
        if (left <= -1) leaveRoom(roomLeft() - left)
      }
      isGivingBack = false
      top = topOf()
    }
    const scrolled = () => {
      top = topOf()
      if (roomLeft() === 0 || window.scrollY < roomLeft()) return
      isGivingBack = true
      leaveRoom(0)
    }
    // Whatever stands above the rows is in the body, and so is what the rows themselves add: that moves none of them.
    const observer = new ResizeObserver(settle)
    observer.observe(document.body)
    window.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', scrolled)
      leaveRoom(0)
    }
  }, [isHeld])
  return ref
}

const ROOM = '--room-above'

/** Pixels that are left empty between the bar and the page. */
function roomLeft(): number {
  return Number.parseFloat(document.body.style.getPropertyValue(ROOM)) || 0
}

function leaveRoom(pixels: number): void {
  if (pixels === 0) document.body.style.removeProperty(ROOM)
  else document.body.style.setProperty(ROOM, `${pixels}px`)
}
