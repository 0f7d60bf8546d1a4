import { formatAgentId } from '#lib/agent/agent.ts'
import { fold, parseIpRange } from '#lib/agent/collate.ts'
import { parseVersion } from '#lib/agent/version.ts'
import { formatAge, parseAge } from './age.ts'
import type { Operator, Value } from './ast.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { nearest } from './nearest.ts'
import { quoteValue } from './quoting.ts'
import { formatTime, parseTime } from './time.ts'

/** What is wrong with a value, and perhaps the text that was meant in its place. */
export interface Flaw {
  readonly message: string
  readonly suggestion?: string
}

export type ReadValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly flaw: Flaw }

/**
 * Reads the text of a value as its field and operator want it. The operator must be one that the field has.
 * @param quoted whether it stood in quotes: then `null` is text.
 */
export function readValue(field: FieldName, operator: Operator, text: string, quoted: boolean): ReadValue {
  const { type, nullable } = FIELDS[field]
  if (!quoted && text.toLowerCase() === 'null') {
    if (operator !== '=' && operator !== '!=') return flaw('null goes with = and != only. For the text, use quotes.')
    if (nullable) return value({ type: 'null' })
    return flaw(`Every agent has a ${field}, so null can’t match. For the text, use quotes.`, '"null"')
  }
  if (operator === '~' || operator === '!~') {
    return text === '' ? flaw('Every text contains the empty one: write what it should contain.') : value(textValue(text))
  }
  return READERS[type](text, field, operator, quoted)
}

/** A text value, folded for comparison. */
export function textValue(text: string): Extract<Value, { type: 'text' }> {
  return { type: 'text', text, folded: fold(text) }
}

type Reader = (text: string, field: FieldName, operator: Operator, quoted: boolean) => ReadValue

const READERS: Readonly<Record<(typeof FIELDS)[FieldName]['type'], Reader>> = {
  text: (text) => value(textValue(text)),
  list: (text) => value(textValue(text)),
  id: (text) =>
    /^\d{1,15}$/.test(text)
      ? value({ type: 'number', number: Number(text), text: formatAgentId(Number(text)) })
      : flaw('An id is a number of up to 15 digits, such as 001.'),
  number: (text) => (/^-?\d{1,15}$/.test(text) ? value(numberValue(text)) : flaw('This field takes a whole number.')),
  boolean: readBoolean,
  enum: readEnum,
  version: readVersion,
  ip: readIp,
  time: readTime,
  duration: (text, field, operator) => readAge(text, field, operator, 'duration'),
}

function numberValue(text: string): Value {
  // Adding 0 turns -0 into 0.
  const number = Number(text) + 0
  return { type: 'number', number, text: String(number) }
}

function readBoolean(text: string): ReadValue {
  const word = text.toLowerCase()
  if (word === 'true' || word === 'yes') return value({ type: 'boolean', boolean: true })
  if (word === 'false' || word === 'no') return value({ type: 'boolean', boolean: false })
  return flaw('This field takes true or false.')
}

function readEnum(text: string, field: FieldName): ReadValue {
  const found = findEnumWord(field, text)
  if (found !== null) return value(textValue(found))
  const words = Object.keys(enumWords(field))
  const meant = nearest(text, spellings(field))
  const meantWord = meant === null ? null : findEnumWord(field, meant)
  const message = `${field} is one of ${words.join(', ')}.`
  return meantWord === null ? flaw(message) : flaw(message, quoteValue(meantWord))
}

/** The manager's word for a spelling of an enum value, in any case; `null` when the field has no such value. */
export function findEnumWord(field: FieldName, text: string): string | null {
  const wanted = fold(text)
  for (const [word, others] of Object.entries(enumWords(field))) {
    if (word === wanted || others.includes(wanted)) return word
  }
  return null
}

function enumWords(field: FieldName): Readonly<Record<string, readonly string[]>> {
  const found = FIELDS[field]
  return 'values' in found ? found.values : {}
}

function spellings(field: FieldName): readonly string[] {
  return Object.entries(enumWords(field)).flatMap(([word, others]) => [word, ...others])
}

function readVersion(text: string, field: FieldName, operator: Operator): ReadValue {
  const parts = parseVersion(text)
  if (parts) return value({ type: 'version', parts, text: parts.join('.') })
  if (operator === '=' || operator === '!=') return value({ type: 'version', parts: [], text })
  return flaw(`${field} is compared by number, such as 4.14.7.`)
}

function readIp(text: string, _field: FieldName, operator: Operator, quoted: boolean): ReadValue {
  const equals = operator === '=' || operator === '!='
  const range = parseIpRange(text)
  if (range) {
    if (equals || range.low === range.high) return value({ type: 'ip', range, text })
    return flaw('A range has no order: compare with one address, or use = for addresses inside it.')
  }
  if (!quoted && /^[\d./:]+$/.test(text))
    return flaw('This is no whole address. Use ~ for a part of one, or a range such as 10.20.0.0/16.')
  return value(textValue(text))
}

function readTime(text: string, field: FieldName, operator: Operator): ReadValue {
  const time = parseTime(text)
  if (time) return value({ type: 'time', ...time, text: formatTime(time.at, time.until) })
  const year = /^(19|20)\d\d$/.test(text)
  if (year) return flaw('Is this a year or a number of seconds? Write a date, or an age such as 90s.', `${text}-01-01`)
  if (/^\d{10}$/.test(text)) {
    const at = Number(text) * 1000
    return flaw('Write this time as a date.', formatTime(at, at + 1000))
  }
  if (/^\d{4}-\d/.test(text)) return flaw('This is no date and time. They look like 2026-01-31 or 2026-01-31T18:30:00Z.')
  return readAge(text, field, operator, 'ago')
}

function readAge(text: string, field: FieldName, operator: Operator, type: 'ago' | 'duration'): ReadValue {
  const seconds = parseAge(text)
  if (seconds === null) {
    const lower = text.toLowerCase().replaceAll(' ', '')
    const meant = parseAge(lower) === null ? undefined : lower
    const dates = type === 'ago' ? ', a date like 2026-01-31' : ''
    return flaw(`${field} takes an age like 90s, 15m, 6h, 7d, 2w or 1d12h${dates}.`, meant)
  }
  if (operator === '=' || operator === '!=') return flaw(`${field} is never exactly an age: use < > <= or >=.`)
  return value({ type, seconds, text: formatAge(seconds) })
}

function value(read: Value): ReadValue {
  return { ok: true, value: read }
}

function flaw(message: string, suggestion?: string): ReadValue {
  return { ok: false, flaw: suggestion === undefined ? { message } : { message, suggestion } }
}
