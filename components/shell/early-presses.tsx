'use client'

import { useLayoutEffect } from 'react'
import { HYDRATED } from './early-script.ts'

/**
 * Tells the first script that presses reach the page's own code from now on. It stands in the commit that makes the
 * page come alive, before React hands on a press that waited for that commit: none is lost, and none counts twice.
 */
export function EarlyPresses() {
  useLayoutEffect(() => {
    window.dispatchEvent(new Event(HYDRATED))
  }, [])
  return null
}
