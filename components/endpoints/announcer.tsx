'use client'

import { useEffect, useRef, useState } from 'react'

const QUIET_MS = 30_000

/**
 * Says changes to screen readers, politely. A new `topic` (another filter) is said at once; news of the same topic at most
 * every 30 s, as a summary and not as a stream.
 */
export function Announcer({ topic, news }: { topic: string; news: string }) {
  const [said, setSaid] = useState('')
  const last = useRef<{ topic: string; news: string; at: number } | null>(null)
  useEffect(() => {
    if (news === '') return
    const say = () => {
      last.current = { topic, news, at: Date.now() }
      setSaid(news)
    }
    const before = last.current
    // The first answer is the page itself, which is read anyway.
    if (before === null) {
      last.current = { topic, news, at: Date.now() }
      return
    }
    if (before.topic !== topic) return say()
    if (before.news === news) return
    const timer = setTimeout(say, Math.max(0, before.at + QUIET_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [topic, news])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
