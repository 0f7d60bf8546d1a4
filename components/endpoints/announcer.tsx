'use client'

import { useEffect, useRef, useState } from 'react'
import { type Said, sayIn } from './announce.ts'

/** Says changes to screen readers, politely. @param topic the filter that `news` are of */
export function Announcer({ topic, news }: { topic: string; news: string }) {
  const [said, setSaid] = useState('')
  const last = useRef<Said | null>(null)
  useEffect(() => {
    const now = { topic, news, at: Date.now() }
    const wait = sayIn(last.current, now)
    if (last.current === null && news !== '') last.current = now
    if (wait === null) return
    const say = () => {
      last.current = { topic, news, at: Date.now() }
      setSaid(news)
    }
    if (wait === 0) return say()
    const timer = setTimeout(say, wait)
    return () => clearTimeout(timer)
  }, [topic, news])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
