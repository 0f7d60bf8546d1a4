import { FIELD_NAMES, FIELDS, findField } from './fields.ts'

/** Words of the grammar, in any case; as a search word they need quotes. */
export const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in'])

/** `text` in whichever quotes need fewer escapes; hidden characters are written as `\u{…}`, so that any text survives a URL and a text box. */
export function quote(text: string): string {
  const mark = count(text, '"') > count(text, "'") ? "'" : '"'
  let out = mark
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (character === mark || character === '\\') out += `\\${character}`
    else out += isHidden(code) ? `\\u{${code.toString(16)}}` : character
  }
  return out + mark
}

/** A value as it stands after an operator: in quotes only where it needs them. */
export function quoteValue(text: string): string {
  const lower = text.toLowerCase()
  return PLAIN.test(text) && !RESERVED.has(lower) && lower !== 'null' ? text : quote(text)
}

/** A search word: in quotes also where it could be taken for a part of a condition. */
export function quoteWord(text: string): string {
  const lower = text.toLowerCase()
  const plain = PLAIN.test(text) && !RESERVED.has(lower) && !ENUM_WORDS.has(lower) && !startsLikeField(text)
  return plain ? text : quote(text)
}

/** `status:active`: in other tools a condition, so it is not taken for a search word. */
export function startsLikeField(word: string): boolean {
  const colon = word.indexOf(':')
  return colon > 0 && findField(word.slice(0, colon)) !== null
}

/**
 * Characters that nobody sees: controls, line separators, marks of direction and width, lone surrogates.
 * @param code a code point
 */
export function isHidden(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)) return true
  if (code === 0x200b || code === 0x200e || code === 0x200f || code === 0xfeff) return true
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f)
}

const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:/@-]*$/u

const ENUM_WORDS: ReadonlySet<string> = new Set(
  FIELD_NAMES.flatMap((name) => {
    const field = FIELDS[name]
    return 'values' in field ? Object.entries(field.values).flatMap(([word, others]) => [word, ...others]) : []
  }),
)

function count(text: string, mark: string): number {
  return text.split(mark).length - 1
}
