'use client'

import { useEffect, useState } from 'react'

/**
 * Which of some views is shown now. Any key holds it or lets it go on; so does `toggle`.
 * @param start place to begin with
 */
export function useRotation(count: number, seconds: number, start: number): { at: number; paused: boolean; toggle: () => void } {
  const [at, setAt] = useState(start)
  const [paused, setPaused] = useState(false)
  const toggle = () => setPaused((before) => !before)
  useEffect(() => {
    if (paused || count < 2) return
    const timer = setInterval(() => setAt((before) => before + 1), seconds * 1000)
    return () => clearInterval(timer)
  }, [paused, count, seconds])
  useEffect(() => {
    if (count < 2) return
    const pressed = (event: KeyboardEvent) => {
      // Keys of the browser stay the browser's, and Enter or Space on a button is its press.
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || IGNORED.has(event.key)) return
      if (event.target instanceof HTMLElement && event.target.closest('button, a')) return
      setPaused((before) => !before)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [count])
  return { at: count === 0 ? 0 : at % count, paused, toggle }
}

const IGNORED = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'F5', 'F11', 'F12'])
