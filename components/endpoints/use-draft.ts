'use client'

import { useEffect, useRef, useState } from 'react'
import type { QueryProblem } from '#lib/query/ast.ts'
import { readFilter } from './filter.ts'

const SETTLE_MS = 250

interface Draft {
  text: string
  /** What can't be read in `text`; `null` while typing goes on. */
  problem: QueryProblem | null
  type: (text: string) => void
  /** Takes over what stands there, in its canonical spelling. */
  commit: (text?: string) => void
  /** Back to the filter before typing began; the second time to no filter. */
  escape: () => void
}

/**
 * The text in the filter box. Typing changes the address once it rests and can be read, as one step of the history;
 * a text that can't be read stays in the box and changes nothing else.
 */
export function useDraft(q: string, onChange: (q: string, how: 'push' | 'replace') => void): Draft {
  const [text, setText] = useState(q)
  const [checked, setChecked] = useState(q)
  /** The filter before typing began, and whether typing has made its step in the history. */
  const session = useRef<{ before: string; pushed: boolean } | null>(null)
  /** What was sent and has not arrived in the address yet. */
  const sent = useRef<readonly string[]>([])

  // The address may change by a link or by going back. What this box sent itself arrives here too, and must not overwrite
  // newer typing; once it has arrived, it and what was sent before it are forgotten.
  useEffect(() => {
    const arrived = sent.current.indexOf(q)
    sent.current = sent.current.slice(arrived + 1)
    if (arrived >= 0) return
    session.current = null
    setText(q)
    setChecked(q)
  }, [q])

  const send = (next: string) => {
    if (next === q) return
    sent.current = [...sent.current, next]
    onChange(next, session.current?.pushed ? 'replace' : 'push')
    if (session.current) session.current.pushed = true
  }
  const check = (next: string): string | null => {
    setChecked(next)
    const filter = readFilter(next)
    if (!filter.ok) return null
    send(filter.text)
    return filter.text
  }

  const settle = useRef(check)
  useEffect(() => {
    settle.current = check
  })
  useEffect(() => {
    if (text === checked) return
    const timer = setTimeout(() => settle.current(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, checked])

  const replaceBy = (next: string) => {
    setText(next)
    check(next)
    session.current = null
  }
  const read = text === checked ? readFilter(text) : null
  return {
    text,
    problem: read && !read.ok ? read.problem : null,
    type: (next) => {
      session.current ??= { before: q, pushed: false }
      setText(next)
    },
    commit: (next = text) => {
      const canonical = check(next)
      setText(canonical ?? next)
      if (canonical !== null) {
        setChecked(canonical)
        session.current = null
      }
    },
    escape: () => replaceBy(session.current && session.current.before !== text ? session.current.before : ''),
  }
}
