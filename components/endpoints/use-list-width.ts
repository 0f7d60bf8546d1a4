'use client'

import { useLayoutEffect, useRef, useState } from 'react'

/** Width of an element in rem, so that what fits grows with the person's text size; `null` until it is measured. */
export function useListWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [rem, setRem] = useState<number | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
      setRem(Math.floor(element.clientWidth / size))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, rem }
}
