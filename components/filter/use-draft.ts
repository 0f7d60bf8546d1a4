'use client'

import { useEffect, useRef, useState } from 'react'
import type { Expr, QueryProblem } from '#lib/query/ast.ts'
import { mayBecomeField } from '#lib/query/complete.ts'
import { andTerm, EVERYTHING, invertTerm, termsOf } from '#lib/query/compose.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'
import { arrived, type DraftState, draftOf, sending, sessionOf, typed } from './draft-state.ts'

const SETTLE_MS = 250

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
  const [held, setState] = useState(() => draftOf(q))
  // Within the rendering, not after it: a key pressed in between would be lost.
  const state = held.q === q ? held : arrived(held, q)
  if (state !== held) setState(state)

  /** Takes `next`, whose whole filter is `whole`, into the address; `finish` has the last word about what then stands in the box. */
  const send = (next: DraftState, whole: Expr, finish = (after: DraftState, _whole: Expr) => after) => {
    const printed = printQuery(whole)
    const [after, how] = sending(next, printed)
    setState(finish(after, whole))
    if (how) onChange(printed, how)
  }
  const check = (text: string, finish?: (after: DraftState, whole: Expr) => DraftState) => {
    const tried = { ...state, text, checked: text }
    const parsed = parseQuery(text)
    if (!parsed.ok) return setState(tried)
    const whole = andTerm(state.settled, parsed.expr)
    send(tried, whole, finish)
  }

  const settle = useRef(check)
  useEffect(() => {
    settle.current = check
  })
  const { text, checked } = state
  useEffect(() => {
    if (text === checked) return
    // The beginning of a name is not searched for until somebody says so.
    if (mayBecomeField(text)) return
    const timer = setTimeout(() => settle.current(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, checked])

  /** A step of its own: what stands in the box is settled with it. */
  const put = (settled: Expr, rest = '') => send({ ...state, session: null, settled, text: rest, checked: rest }, settled)
  const terms = termsOf(state.settled)
  const replaceTerm = (index: number, term: Expr | null) => {
    const items = terms.flatMap((item, i) => (i === index ? (term ?? []) : item))
    return items.reduce(andTerm, EVERYTHING)
  }
  const parsed = text === checked ? parseQuery(text) : null
  return {
    terms,
    settled: state.settled,
    text,
    problem: parsed && !parsed.ok ? parsed.problem : null,
    type: (next) => setState(typed(state, next, addressed())),
    commit: (next = text) => check(next, (after, whole) => ({ ...after, session: null, settled: whole, text: '', checked: '' })),
    escape: () => {
      const isDirty = text !== '' && state.session !== null
      const back = isDirty ? draftOf(state.session?.before ?? q) : draftOf('')
      put(back.settled, back.text)
    },
    clear: () => put(EVERYTHING),
    remove: (index) => put(replaceTerm(index, null), text),
    invert: (index) => put(replaceTerm(index, invertTerm(terms[index] ?? EVERYTHING)), text),
    edit: (index) => {
      const term = terms[index]
      if (!term) return
      const taken = printQuery(term)
      const session = sessionOf(state)
      // The text still says it, so the filter stays as it is.
      setState({ ...state, session, settled: replaceTerm(index, null), text: taken, checked: taken })
    },
  }
}

/** The filter in the address of the page. */
function addressed(): string {
  return new URLSearchParams(window.location.search).get('q') ?? ''
}
