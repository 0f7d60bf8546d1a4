import { fold } from '#lib/agent/collate.ts'
import type { Expr } from './ast.ts'
import type { LastComparison, TokenCursor } from './cursor.ts'
import { FIELDS } from './fields.ts'
import { quote, quoteValue, RESERVED, startsLikeField } from './quoting.ts'
import { refuse } from './refusal.ts'
import type { Token } from './tokenize.ts'
import { findEnumWord } from './values.ts'

type WordToken = Extract<Token, { kind: 'word' | 'quoted' }>

/**
 * A search word. Unquoted words that look like a part of something else are refused rather than searched for:
 * searching would answer another question than the one that was meant.
 */
export function readWord(cursor: TokenCursor, token: WordToken): Expr {
  const { text, span } = token
  if (token.kind === 'word') {
    refuseLookalike(token)
    refuseLeftOver(cursor, token)
  } else if (text === '') refuse('Between these quotes stands nothing to search for.', span)
  cursor.countTerm(span)
  cursor.advance()
  return { kind: 'word', text, folded: fold(text), span }
}

function refuseLookalike({ text, span }: WordToken): void {
  if (RESERVED.has(text.toLowerCase())) {
    const message =
      text.toLowerCase() === 'in' ? 'The name of a field is missing before in.' : `A condition is missing before ${text}.`
    refuse(`${message} To search for the word, use quotes.`, span, quote(text))
  }
  if (text.startsWith('-') && text.length > 1) {
    refuse('A minus does not exclude: write not. To search for the text, use quotes.', span, `not ${text.slice(1)}`)
  }
  if (startsLikeField(text)) {
    const colon = text.indexOf(':')
    const meant = `${text.slice(0, colon)}=${text.slice(colon + 1)}`
    refuse('A condition is written with an operator such as =. To search for the text, use quotes.', span, meant)
  }
}

/** `status=active,pending`, `name=web 01`: is the word one more value, or a part of the value? */
function refuseLeftOver(cursor: TokenCursor, token: WordToken): void {
  const last = cursor.lastComparison
  if (!last) return
  const gap = cursor.index - last.next
  if (gap > 1 || (gap === 1 && !isConnector(cursor.peek(-1)))) return
  const { type } = FIELDS[last.field]
  const value = cursor.text.slice(last.valueSpan.start, last.valueSpan.end)
  const both = { start: last.span.start, end: token.span.end }
  const list = listOf(last, value, token.text)
  if (gap === 1 && cursor.peek(-1).kind === 'comma') {
    refuse('For several values of one field write a list; to search for the word too, write or and put it in quotes.', both, list)
  }
  if (type === 'enum' && findEnumWord(last.field, token.text) !== null) {
    refuse(`Is this another ${last.field}? Write a list; to search for the word, put it in quotes.`, both, list)
  }
  const open = type === 'text' || type === 'list' || type === 'version'
  if (gap === 0 && open && !last.quoted) {
    const span = { start: last.valueSpan.start, end: token.span.end }
    const whole = quoteValue(cursor.text.slice(span.start, span.end))
    refuse('A value with spaces needs quotes; to search for the second word, write and before it.', span, whole)
  }
}

/** One condition with both values, where there is such a thing. */
function listOf({ field, operator }: LastComparison, a: string, b: string): string | null {
  if (operator === '=') return `${field} in (${a}, ${b})`
  return operator === '!=' ? `${field} not in (${a}, ${b})` : null
}

function isConnector(token: Token): boolean {
  if (token.kind === 'comma' || token.kind === 'semicolon') return true
  return token.kind === 'word' && /^(?:and|or)$/i.test(token.text)
}
