'use client'

import { useEffect, useState } from 'react'
import { keepAwake } from './keep-awake.ts'
import { loadAnew } from './load-anew.ts'

const RELOADED_KEY = 'rollcall-kiosk-reloaded'
const PATIENCE_MS = 5000
const CURSOR_MS = 3000

/** What keeps a screen alone: it stays awake where the browser lets it, and loads anew for another build. @returns whether the cursor rests */
export function useKioskPage({ outdated }: { outdated: boolean }): { resting: boolean } {
  const [resting, setResting] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), CURSOR_MS)
    const moved = () => {
      clearTimeout(timer)
      setResting(false)
      timer = setTimeout(() => setResting(true), CURSOR_MS)
    }
    document.addEventListener('pointermove', moved)
    document.addEventListener('keydown', moved)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointermove', moved)
      document.removeEventListener('keydown', moved)
    }
  }, [])
  useEffect(() => keepAwake({ document, wakeLock: 'wakeLock' in navigator ? navigator.wakeLock : undefined }), [])
  useEffect(() => {
    return outdated ? loadAnew({ isServed, reload: () => window.location.reload(), last: LAST }) : undefined
  }, [outdated])
  return { resting }
}

async function isServed(): Promise<boolean> {
  const answer = await fetch(window.location.href, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null)
  return answer?.ok === true
}

/** Storage may be forbidden; then nothing holds a page back. */
const LAST = {
  get: () => quietly(() => Number(sessionStorage.getItem(RELOADED_KEY))) ?? 0,
  set: (at: number) => void quietly(() => sessionStorage.setItem(RELOADED_KEY, String(at))),
}

function quietly<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}
