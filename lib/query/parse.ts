import type { Expr, ParseResult } from './ast.ts'
import { TokenCursor } from './cursor.ts'
import { QUERY_LIMITS, type QueryLimits } from './limits.ts'
import { normalize } from './normalize.ts'
import { printQuery } from './print.ts'
import { Refusal, refuse } from './refusal.ts'
import { isKeyword, readTerm } from './terms.ts'
import { tokenize } from './tokenize.ts'

/**
 * Reads a query; blank text is everything. What can't be read is refused with its place, never widened or dropped.
 * The tree is normal (see `normalize`), its spans lie in `text`, and its canonical text keeps to the same limits.
 */
export function parseQuery(text: string, limits: QueryLimits = QUERY_LIMITS): ParseResult {
  const whole = { start: 0, end: text.length }
  if (text.length > limits.length) {
    const span = { start: limits.length, end: text.length }
    return { ok: false, problem: { message: `A query has at most ${limits.length} characters.`, span } }
  }
  if (text.trim() === '') return { ok: true, expr: { kind: 'all', span: whole } }
  try {
    const cursor = new TokenCursor(text, tokenize(text), limits)
    const expr = normalize(readOr(cursor))
    readEnd(cursor)
    // Spelling out short names and signs can make a text longer.
    if (printQuery(expr).length <= limits.length) return { ok: true, expr }
    return {
      ok: false,
      problem: { message: `Written out in full, this query has more than ${limits.length} characters.`, span: whole },
    }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem }
    throw error
  }
}

function readOr(cursor: TokenCursor): Expr {
  const items = [readAnd(cursor)]
  while (cursor.token.kind === 'comma' || isKeyword(cursor.token, 'or')) {
    cursor.advance()
    items.push(readAnd(cursor))
  }
  return combine('or', items)
}

function readAnd(cursor: TokenCursor): Expr {
  const items = [readUnary(cursor)]
  for (;;) {
    const { token } = cursor
    if (token.kind === 'semicolon' || isKeyword(token, 'and')) cursor.advance()
    else if (!startsTerm(cursor)) break
    items.push(readUnary(cursor))
  }
  return combine('and', items)
}

/** Conditions side by side are joined by `and`. */
function startsTerm(cursor: TokenCursor): boolean {
  const { token } = cursor
  return (token.kind === 'word' && !isKeyword(token, 'or')) || token.kind === 'quoted' || token.kind === 'open'
}

function readUnary(cursor: TokenCursor): Expr {
  const { token } = cursor
  if (isKeyword(token, 'not')) {
    cursor.advance()
    const item = cursor.nested(token.span, () => readUnary(cursor))
    return { kind: 'not', item, span: { start: token.span.start, end: item.span.end } }
  }
  if (token.kind === 'open') return readParentheses(cursor)
  return readTerm(cursor)
}

function readParentheses(cursor: TokenCursor): Expr {
  const { start, end } = cursor.token.span
  if (cursor.isGlued())
    refuse('Put a space or and before this parenthesis; a value with parentheses needs quotes.', { start, end }, ' (')
  cursor.advance()
  if (cursor.token.kind === 'close') refuse('There is nothing between these parentheses.', { start, end: cursor.token.span.end })
  const inner = cursor.nested({ start, end }, () => readOr(cursor))
  const close = cursor.token
  if (close.kind === 'end') refuse('A closing parenthesis is missing.', close.span, ')')
  if (close.kind !== 'close') refuseUnexpected(cursor)
  cursor.advance()
  return { ...inner, span: { start, end: close.span.end } }
}

function readEnd(cursor: TokenCursor): void {
  const { token } = cursor
  if (token.kind === 'close') refuse('This parenthesis was never opened.', token.span, '')
  if (token.kind !== 'end') refuseUnexpected(cursor)
}

/** The rest of the grammar has consumed what it can; only an operator or an unreadable character is left here. */
function refuseUnexpected(cursor: TokenCursor): never {
  cursor.refuseBad()
  return refuse('An operator can’t stand here; a value that contains one needs quotes.', cursor.token.span)
}

function combine(kind: 'and' | 'or', items: readonly Expr[]): Expr {
  const [first] = items
  const last = items.at(-1)
  if (!first || !last || items.length === 1) return first ?? { kind: 'all', span: { start: 0, end: 0 } }
  return { kind, items, span: { start: first.span.start, end: last.span.end } }
}
