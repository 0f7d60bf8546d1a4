'use client'

import { useEffect, useRef, useState } from 'react'
import type { Expr, QueryProblem } from '#lib/query/ast.ts'
import { mayBecomeField } from '#lib/query/complete.ts'
import { andTerm, invertTerm, termsOf } from '#lib/query/compose.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'

const SETTLE_MS = 250
const NOWHERE = { start: 0, end: 0 } as const
const EVERYTHING: Expr = { kind: 'all', span: NOWHERE }

/** The filter as it stands in the box: conditions that are settled, and the text being written. */
interface State {
  readonly settled: Expr
  readonly text: string
}

export interface Draft {
  /** The conditions that are chips. */
  readonly terms: readonly Expr[]
  readonly settled: Expr
  readonly text: string
  /** What can't be read in `text`; `null` while typing goes on. */
  readonly problem: QueryProblem | null
  type: (text: string) => void
  /** Makes chips of what stands there, if it can be read. */
  commit: (text?: string) => void
  /** Back to the filter before typing began; the second time to no filter. */
  escape: () => void
  clear: () => void
  remove: (index: number) => void
  invert: (index: number) => void
  /** Takes a chip back into the text. */
  edit: (index: number) => void
}

/**
 * The filter box. Typing changes the address once it rests and can be read, as one step of the history; a text that can't be
 * read stays in the box and changes nothing else.
 */
export function useDraft(q: string, onChange: (q: string, how: 'push' | 'replace') => void): Draft {
  const [state, setState] = useState(() => stateOf(q))
  const [checked, setChecked] = useState(state.text)
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
    const next = stateOf(q)
    setState(next)
    setChecked(next.text)
  }, [q])

  const send = (next: string) => {
    if (next === (sent.current[sent.current.length - 1] ?? q)) return
    sent.current = [...sent.current, next]
    onChange(next, session.current?.pushed ? 'replace' : 'push')
    if (session.current) session.current.pushed = true
  }
  /** @returns the whole filter, if the text can be read */
  const check = ({ settled, text }: State): Expr | null => {
    setChecked(text)
    const parsed = parseQuery(text)
    if (!parsed.ok) return null
    const whole = andTerm(settled, parsed.expr)
    send(printQuery(whole))
    return whole
  }

  /** Typing stands on the filter that a link has put into the address, also while the page is still on its way there. */
  const type = (text: string) => {
    const there = addressed()
    if (there === q || sent.current.includes(there)) {
      session.current ??= { before: q, pushed: false }
      return setState({ ...state, text })
    }
    sent.current = [...sent.current, there]
    session.current = { before: there, pushed: false }
    setState({ settled: stateOf(there).settled, text })
  }

  const settle = useRef(check)
  useEffect(() => {
    settle.current = check
  })
  useEffect(() => {
    if (state.text === checked) return
    // The beginning of a name is not searched for until somebody says so.
    if (mayBecomeField(state.text)) return
    const timer = setTimeout(() => settle.current(state), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [state, checked])

  /** A step of its own: what stands in the box is settled with it. */
  const put = (settled: Expr, text = '') => {
    session.current = null
    setState({ settled, text })
    setChecked(text)
    send(printQuery(settled))
  }
  const terms = termsOf(state.settled)
  const replaceTerm = (index: number, term: Expr | null) => {
    const items = terms.flatMap((item, i) => (i === index ? (term ?? []) : item))
    return items.reduce(andTerm, EVERYTHING)
  }
  const parsed = state.text === checked ? parseQuery(state.text) : null
  return {
    terms,
    settled: state.settled,
    text: state.text,
    problem: parsed && !parsed.ok ? parsed.problem : null,
    type,
    commit: (text = state.text) => {
      const whole = check({ ...state, text })
      if (whole === null) return setState({ ...state, text })
      session.current = null
      setState({ settled: whole, text: '' })
      setChecked('')
    },
    escape: () => {
      const before = session.current?.before ?? q
      const isDirty = state.text !== '' && session.current !== null
      const next = isDirty ? stateOf(before) : { settled: EVERYTHING, text: '' }
      put(next.settled, next.text)
    },
    clear: () => put(EVERYTHING),
    remove: (index) => put(replaceTerm(index, null), state.text),
    invert: (index) => put(replaceTerm(index, invertTerm(terms[index] ?? EVERYTHING)), state.text),
    edit: (index) => {
      const term = terms[index]
      if (!term) return
      session.current ??= { before: q, pushed: false }
      // The text still says it, so the filter stays as it is.
      setState({ settled: replaceTerm(index, null), text: printQuery(term) })
      setChecked(printQuery(term))
    },
  }
}

/** The filter in the address of the page. */
function addressed(): string {
  return new URLSearchParams(window.location.search).get('q') ?? ''
}

function stateOf(q: string): State {
  const parsed = parseQuery(q)
  return parsed.ok ? { settled: parsed.expr, text: '' } : { settled: EVERYTHING, text: q }
}
