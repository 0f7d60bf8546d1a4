'use client'

import { useEffect } from 'react'
import { activity } from '#lib/api/activity.ts'

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Notices that the person does something on this page. Draws nothing. */
export function ActivityWatch() {
  useEffect(() => {
    const options = { passive: true, capture: true }
    for (const sign of SIGNS) window.addEventListener(sign, activity.note, options)
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, activity.note, options)
    }
  }, [])
  return null
}
