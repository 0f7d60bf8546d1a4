'use client'

import { useEffect, useRef } from 'react'

/**
 * The version that a change is of: the one that its form began with, so that whoever was quicker is never overwritten unseen. Once a
 * change was refused and the newer one shown, the next is of that.
 */
export function useVersion(shown: number) {
  const latest = useRef(shown)
  const begun = useRef(shown)
  useEffect(() => {
    latest.current = shown
  })
  return {
    version: () => begun.current,
    refused: () => {
      begun.current = latest.current
    },
  }
}
