'use client'

import { useEffect, useLayoutEffect } from 'react'
import { HYDRATED, LISTENING } from './early-events.ts'

/**
 * Tells the first script that presses reach the page's own code from now on. It stands in the commit that makes the
 * page come alive, before React hands on a press that waited for that commit: none is lost, and none counts twice.
 * Keys are listened for after that commit, by what stands before this; and a text that was typed is nobody's until it is told.
 */
export function EarlyPresses() {
  useLayoutEffect(() => {
    window.dispatchEvent(new Event(HYDRATED))
  }, [])
  useEffect(() => {
    window.dispatchEvent(new Event(LISTENING))
  }, [])
  return null
}
