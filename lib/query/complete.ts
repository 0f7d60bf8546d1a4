import type { Operator, Span } from './ast.ts'
import { FIELD_NAMES, FIELDS, type FieldName, findField } from './fields.ts'
import { OPERATORS_OF } from './operators.ts'
import { quoteValue } from './quoting.ts'
import { type Token, tokenize } from './tokenize.ts'

/** What may be written at a place in a query; `span` is what a choice replaces, `text` what of it stands there already. */
export type Place =
  | { readonly kind: 'field'; readonly text: string; readonly span: Span }
  | { readonly kind: 'operator'; readonly field: FieldName; readonly text: string; readonly span: Span }
  | { readonly kind: 'value'; readonly field: FieldName; readonly operator: Operator; readonly text: string; readonly span: Span }

/** What is being written at `caret`. Never throws; a text that can't be read has a place too. */
export function placeAt(text: string, caret: number): Place {
  const tokens = tokenize(text.slice(0, caret)).filter(({ kind }) => kind !== 'end')
  const last = tokens[tokens.length - 1]
  const isOpen = last?.kind === 'bad' && /^["']/.test(text.slice(last.span.start))
  const touches = last !== undefined && (isOpen || (last.span.end === caret && (last.kind === 'word' || last.kind === 'quoted')))
  const written = touches ? last : undefined
  const before = touches ? tokens.slice(0, -1) : tokens
  const span = { start: written?.span.start ?? caret, end: caret }
  const typed = isOpen
    ? text.slice(span.start + 1, caret)
    : written?.kind === 'word' || written?.kind === 'quoted'
      ? written.text
      : ''
  const asked = askedBefore(before)
  if (asked) return { kind: 'value', ...asked, text: typed, span }
  const name = fieldOf(before[before.length - 1])
  const isAfterField = name !== null && !isConnected(before) && (written === undefined || /^(?:i|in|n|no|not)$/i.test(typed))
  if (isAfterField) return { kind: 'operator', field: name, text: typed, span }
  return { kind: 'field', text: typed, span }
}

/** The condition that waits for a value: `field=`, `field in (a,`. */
function askedBefore(tokens: readonly Token[]): { field: FieldName; operator: Operator } | null {
  const last = tokens[tokens.length - 1]
  if (last?.kind === 'operator') {
    const field = fieldOf(tokens[tokens.length - 2])
    return field === null ? null : { field, operator: last.operator }
  }
  let at = tokens.length - 1
  while (at >= 0 && (tokens[at]?.kind === 'comma' || (tokens[at - 1]?.kind === 'comma' && at !== tokens.length - 1))) at--
  // A list goes on only after a comma, or begins after its parenthesis.
  if (last?.kind === 'comma' && tokens[at]?.kind !== 'open') at--
  if (tokens[at]?.kind !== 'open') return null
  const negated = isWord(tokens[at - 2], 'not')
  const field = isWord(tokens[at - 1], 'in') ? fieldOf(tokens[at - (negated ? 3 : 2)]) : null
  return field === null ? null : { field, operator: '=' }
}

/** Whether the last word is a value and not the name of a field: `status=active group`. */
function isConnected(tokens: readonly Token[]): boolean {
  return tokens[tokens.length - 2]?.kind === 'operator'
}

function fieldOf(token: Token | undefined): FieldName | null {
  return token?.kind === 'word' ? findField(token.text) : null
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word
}

/** The word of a field that was probably meant: its name or alias that begins with `text`, else its name. */
export function wordOf(field: FieldName, text: string): string {
  const wanted = text.toLowerCase()
  return [field, ...FIELDS[field].aliases].find((word) => wanted !== '' && word.toLowerCase().startsWith(wanted)) ?? field
}

/** Whether `text` may become the name of a field, so that it is not yet a word to search for. */
export function mayBecomeField(text: string): boolean {
  const place = placeAt(text, text.length)
  if (place.kind !== 'field' || place.text === '') return false
  const wanted = place.text.toLowerCase()
  return FIELD_NAMES.some((name) => [name, ...FIELDS[name].aliases].some((word) => word.toLowerCase().startsWith(wanted)))
}

/** Fields whose name, alias or label begins with `text`, then those that hold it. */
export function matchingFields(text: string): readonly FieldName[] {
  const wanted = text.toLowerCase()
  const rank = (name: FieldName): number => {
    const words = [name, ...FIELDS[name].aliases, FIELDS[name].label].map((word) => word.toLowerCase())
    if (words.includes(wanted)) return 0
    if (words.some((word) => word.startsWith(wanted))) return 1
    return words.some((word) => word.includes(wanted)) ? 2 : 3
  }
  return FIELD_NAMES.map((name) => ({ name, rank: rank(name) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name)
}

/** The operator that is meant most often with a field. */
export function usualOperator(field: FieldName): Operator {
  switch (FIELDS[field].type) {
    case 'duration':
      return '>'
    case 'time':
    case 'version':
      return '<'
    case 'number':
      return '>='
    default:
      return '='
  }
}

/** Operators of a field, the usual one first. */
export function operatorsOf(field: FieldName): readonly Operator[] {
  const usual = usualOperator(field)
  return [usual, ...OPERATORS_OF[FIELDS[field].type].filter((operator) => operator !== usual)]
}

/** Values that a field takes beside those that agents have: words, ages, numbers. */
export function knownValues(field: FieldName): readonly string[] {
  const found = FIELDS[field]
  if ('values' in found) return Object.keys(found.values)
  switch (found.type) {
    case 'boolean':
      return ['true', 'false']
    case 'duration':
      return ['10m', '1h', '24h', '7d', '30d']
    case 'time':
      return ['1h', '24h', '7d', '30d']
    case 'number':
      return field === 'flaps' ? ['1', '6', '20'] : ['0', '1', '2', '3', '4', '5']
    default:
      return []
  }
}

/** The text with a choice in its place, and where typing goes on. A value is quoted where it needs it. */
export function withChoice(text: string, place: Place, choice: string): { text: string; caret: number } {
  const rest = text.slice(place.span.end)
  const inserted = place.kind === 'value' ? `${quoteValue(choice)}${rest.startsWith(' ') ? '' : ' '}` : choice
  const before = text.slice(0, place.span.start)
  return { text: before + inserted + rest, caret: before.length + inserted.length }
}
