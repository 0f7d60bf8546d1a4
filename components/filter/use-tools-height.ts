'use client'

import { useLayoutEffect, useRef } from 'react'

/** Tells the styles of the list how high the row of the filter is: conditions may need several lines, and what sticks below must not hide. */
export function useToolsHeight() {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    const list = element?.closest<HTMLElement>('#list')
    if (!element || !list) return
    const observer = new ResizeObserver(() => list.style.setProperty('--tools', `${element.offsetHeight}px`))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return ref
}
