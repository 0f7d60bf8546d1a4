import type { Expr, Operator, Span, Value } from './ast.ts'
import type { TokenCursor } from './cursor.ts'
import { FIELD_NAMES, FIELDS, type FieldName, findField } from './fields.ts'
import { nearest } from './nearest.ts'
import { OPERATORS_OF } from './operators.ts'
import { quote, RESERVED } from './quoting.ts'
import { refuse } from './refusal.ts'
import { readWord } from './search-words.ts'
import type { Token } from './tokenize.ts'
import { findEnumWord, readValue } from './values.ts'

/** One condition or one search word. */
export function readTerm(cursor: TokenCursor): Expr {
  const { token } = cursor
  cursor.refuseBad()
  if (token.kind === 'word' || token.kind === 'quoted') {
    const next = cursor.peek(1)
    const negated = isKeyword(next, 'not') && isKeyword(cursor.peek(2), 'in')
    const isCondition = next.kind === 'operator' || negated || isKeyword(next, 'in')
    if (isCondition && (token.kind === 'quoted' || !RESERVED.has(token.text.toLowerCase()))) {
      const field = readField(token)
      cursor.advance()
      return next.kind === 'operator' ? readComparison(cursor, field, token.span) : readList(cursor, field, token.span, negated)
    }
    return readWord(cursor, token)
  }
  return refuseMissing(cursor)
}

/** Whether a token is this word of the grammar: unquoted, in any case. */
export function isKeyword(token: Token, word: 'and' | 'or' | 'not' | 'in'): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === word
}

/** A condition was expected here. */
function refuseMissing(cursor: TokenCursor): never {
  const { token } = cursor
  if (token.kind === 'operator') return refuse('The name of a field is missing before this operator.', token.span)
  if (token.kind === 'end') return refuse('A condition is missing at the end.', token.span)
  return refuse('A condition is missing before this.', token.span)
}

function readField(token: Extract<Token, { kind: 'word' | 'quoted' }>): FieldName {
  const field = findField(token.text)
  if (token.kind === 'quoted') return refuse('The name of a field stands without quotes.', token.span, field)
  if (field !== null) return field
  const meant = nearest(
    token.text,
    FIELD_NAMES.flatMap((name) => [name, ...FIELDS[name].aliases]),
  )
  return refuse('There is no such field.', token.span, meant)
}

function readComparison(cursor: TokenCursor, field: FieldName, fieldSpan: Span): Expr {
  const { token } = cursor
  if (token.kind !== 'operator') return refuseMissing(cursor)
  const { operator } = token
  if (!OPERATORS_OF[FIELDS[field].type].includes(operator)) {
    const known = OPERATORS_OF[FIELDS[field].type].join(' ')
    const meant = operator === '~' ? '=' : operator === '!~' ? '!=' : null
    refuse(`${field} can’t be asked with ${operator}, only with ${known} and in.`, token.span, meant)
  }
  cursor.advance()
  const { value, valueSpan, quoted } = readOneValue(cursor, field, operator)
  const span = { start: fieldSpan.start, end: valueSpan.end }
  cursor.countTerm(span)
  cursor.lastComparison = { field, operator, quoted, next: cursor.index, span, valueSpan }
  return { kind: 'compare', field, operator, value, span, fieldSpan, valueSpan }
}

function readList(cursor: TokenCursor, field: FieldName, fieldSpan: Span, negated: boolean): Expr {
  cursor.advance(negated ? 2 : 1)
  const open = cursor.token
  if (FIELDS[field].type === 'ip' && open.kind === 'word') return readRange(cursor, field, fieldSpan, negated)
  if (open.kind !== 'open') {
    cursor.refuseBad()
    const { start } = open.span
    refuse('After in stands a list in parentheses: in (a, b).', { start, end: start }, '(')
  }
  const values: Value[] = []
  let valueSpan = open.span
  do {
    cursor.advance()
    const read = readOneValue(cursor, field, '=')
    cursor.countTerm(read.valueSpan)
    values.push(read.value)
    valueSpan = read.valueSpan
  } while (cursor.token.kind === 'comma')
  const span = { start: fieldSpan.start, end: readListEnd(cursor) }
  const [only] = values
  const list: Expr =
    values.length === 1 && only
      ? { kind: 'compare', field, operator: '=', value: only, span, fieldSpan, valueSpan }
      : { kind: 'in', field, values, span, fieldSpan }
  return negated ? { kind: 'not', item: list, span } : list
}

/** `ip in 10.0.0.0/8`: a range is a set already. */
function readRange(cursor: TokenCursor, field: FieldName, fieldSpan: Span, negated: boolean): Expr {
  const { value, valueSpan, quoted } = readOneValue(cursor, field, '=')
  const span = { start: fieldSpan.start, end: valueSpan.end }
  if (value.type !== 'ip') refuse('After in stands an address, a range such as 10.0.0.0/8, or a list in parentheses.', valueSpan)
  cursor.countTerm(span)
  const operator = negated ? '!=' : '='
  cursor.lastComparison = { field, operator, quoted, next: cursor.index, span, valueSpan }
  return { kind: 'compare', field, operator, value, span, fieldSpan, valueSpan }
}

function readListEnd(cursor: TokenCursor): number {
  const { token } = cursor
  cursor.refuseBad()
  if (token.kind === 'end') refuse('A closing parenthesis is missing.', token.span, ')')
  if (token.kind === 'semicolon' || isKeyword(token, 'or')) refuse('The values of a list stand between commas.', token.span, ',')
  if (token.kind === 'word' || token.kind === 'quoted') {
    refuse(
      'A comma is missing here; a value with spaces needs quotes.',
      { start: cursor.peek(-1).span.end, end: token.span.start },
      ', ',
    )
  }
  if (token.kind !== 'close') refuse('This can’t stand in a list; a value with such characters needs quotes.', token.span)
  cursor.advance()
  return token.span.end
}

function readOneValue(
  cursor: TokenCursor,
  field: FieldName,
  operator: Operator,
): { value: Value; valueSpan: Span; quoted: boolean } {
  const { token } = cursor
  cursor.refuseBad()
  const joined = token.kind === 'word' ? joinWords(cursor, field) : null
  const reserved = token.kind === 'word' && !joined && isReservedValue(token)
  if ((token.kind !== 'word' && token.kind !== 'quoted') || reserved) {
    if (token.kind === 'word')
      refuse(`A value is missing before ${token.text}; for the text, use quotes.`, token.span, quote(token.text))
    const { start } = token.span
    return refuse('A value is missing here.', { start, end: token.kind === 'end' ? start : token.span.end })
  }
  const count = joined?.count ?? 1
  const valueSpan = { start: token.span.start, end: cursor.peek(count - 1).span.end }
  const read = readValue(field, operator, joined?.text ?? token.text, token.kind === 'quoted')
  if (!read.ok) refuse(read.flaw.message, valueSpan, read.flaw.suggestion)
  cursor.advance(count)
  if (cursor.token.kind === 'operator') {
    const end = cursor.peek(1).kind === 'word' ? cursor.peek(1).span.end : cursor.token.span.end
    const whole = { start: valueSpan.start, end }
    refuse('A value that contains an operator needs quotes.', whole, quote(cursor.text.slice(whole.start, whole.end)))
  }
  return { value: read.value, valueSpan, quoted: token.kind === 'quoted' }
}

function isReservedValue(token: Token): boolean {
  return isKeyword(token, 'and') || isKeyword(token, 'or') || isKeyword(token, 'not')
}

/** Values with spaces that can't mean anything else: `not synced`, `2026-01-31 18:30`, `Wazuh v4.14.7`. */
function joinWords(cursor: TokenCursor, field: FieldName): { text: string; count: number } | null {
  const { type } = FIELDS[field]
  for (let count = 3; count > 1; count--) {
    const tokens = Array.from({ length: count }, (_, i) => cursor.peek(i))
    const words = tokens.flatMap((token) => (token.kind === 'word' ? [token.text] : []))
    const [first = '', second = ''] = words
    if (words.length < count) continue
    const text = words.join(' ')
    if (type === 'enum' && findEnumWord(field, text) !== null) return { text, count }
    if (count > 2) continue
    if (type === 'time' && /^\d{4}-\d{2}-\d{2}$/.test(first) && /^\d{2}:\d{2}/.test(second)) return { text, count }
    if (type === 'version' && !/\d/.test(first) && /^v?\d+\./i.test(second) && !RESERVED.has(first.toLowerCase()))
      return { text, count }
  }
  return null
}
