import type { Expr } from '#lib/query/ast.ts'
import { EVERYTHING } from '#lib/query/compose.ts'
import { parseQuery } from '#lib/query/parse.ts'

/** The filter as it stands in the box, and what the address has and will have. */
export interface DraftState {
  /** The filter of the address that this state has taken note of. */
  readonly q: string
  /** The conditions that are chips. */
  readonly settled: Expr
  /** What is being written. */
  readonly text: string
  /** The text that was last tried; while `text` is another one, typing goes on. */
  readonly checked: string
  /** The filter before typing began, and whether typing has made its step in the history; `null` while nobody types. */
  readonly session: { readonly before: string; readonly pushed: boolean } | null
  /** What is on its way into the address. */
  readonly sent: readonly string[]
}

export function draftOf(q: string, sent: readonly string[] = []): DraftState {
  const parsed = parseQuery(q)
  const text = parsed.ok ? '' : q
  return { q, settled: parsed.ok ? parsed.expr : EVERYTHING, text, checked: text, session: null, sent }
}

/**
 * The address has `q` now, by a link, by going back or by this box. What this box sent itself must not overwrite newer typing; once
 * it has arrived, it and what was sent before it are forgotten.
 */
export function arrived(state: DraftState, q: string): DraftState {
  const index = state.sent.indexOf(q)
  const sent = state.sent.slice(index + 1)
  return index >= 0 ? { ...state, q, sent } : draftOf(q, sent)
}

/** `text` is being written. It stands on the filter that a link has put `there`, also while the page is still on its way to it. */
export function typed(state: DraftState, text: string, there: string): DraftState {
  if (there === state.q || state.sent.includes(there)) return { ...state, text, session: sessionOf(state) }
  const followed = draftOf(there)
  return {
    ...followed,
    q: state.q,
    text,
    session: { before: there, pushed: false },
    sent: [...state.sent, there],
  }
}

/** Where Esc leads back to: the filter that there was when typing began, though the page may still be on its way to it. */
export function sessionOf(state: DraftState): NonNullable<DraftState['session']> {
  return state.session ?? { before: latest(state), pushed: false }
}

function latest({ sent, q }: DraftState): string {
  return sent[sent.length - 1] ?? q
}

/** `whole` is on its way into the address. @returns the state, and how the history takes it: `null` when it is there already */
export function sending(state: DraftState, whole: string): [state: DraftState, how: 'push' | 'replace' | null] {
  if (whole === latest(state)) return [state, null]
  const { session } = state
  const after = { ...state, sent: [...state.sent, whole], session: session && { ...session, pushed: true } }
  return [after, session?.pushed ? 'replace' : 'push']
}
