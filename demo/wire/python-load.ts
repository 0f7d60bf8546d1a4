import type { Json } from './python-json.ts'

/** What Python's `json` module says of a text that is no JSON: the message with line, column and place. */
export class PythonJsonError extends Error {}

/** The text nests deeper than Python's own stack. */
export class NestingError extends Error {}

/** How deep lists and objects may nest before Python gives up (its limit less the frames already in use). */
export const MAX_DEPTH = 970
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
const words: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]
const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads JSON as Python 3.10 does: `NaN` is a number, and each kind of fault has its own words and place.
 * @throws PythonJsonError, NestingError
 */
export function pythonLoad(text: string): Json {
  if (text.startsWith('\ufeff')) throw fault('Unexpected UTF-8 BOM (decode using utf-8-sig)', text, 0)
  const reader = new Reader(text)
  reader.skipSpace()
  const value = reader.value(0)
  reader.skipSpace()
  if (reader.at < text.length) throw fault('Extra data', text, reader.at)
  return value
}

class Reader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new NestingError()
    const char = this.text[this.at]
    if (char === '"') return this.string()
    if (char === '{') return this.object(depth)
    if (char === '[') return this.list(depth)
    for (const [word, meaning] of words) {
      if (!this.text.startsWith(word, this.at)) continue
      this.at += word.length
      return meaning
    }
    numberPattern.lastIndex = this.at
    const digits = numberPattern.exec(this.text)?.[0]
    if (digits === undefined) throw this.fault('Expecting value')
    this.at += digits.length
    return Number(digits)
  }

  private object(depth: number): Json {
    const members: [string, Json][] = []
    this.at += 1
    this.skipSpace()
    if (this.text[this.at] === '}') {
      this.at += 1
      return {}
    }
    for (;;) {
      if (this.text[this.at] !== '"') throw this.fault('Expecting property name enclosed in double quotes')
      const key = this.string()
      this.skipSpace()
      if (this.text[this.at] !== ':') throw this.fault("Expecting ':' delimiter")
      this.at += 1
      this.skipSpace()
      members.push([key, this.value(depth + 1)])
      if (this.closes('}')) return Object.fromEntries(members)
    }
  }

  private list(depth: number): Json {
    const items: Json[] = []
    this.at += 1
    this.skipSpace()
    if (this.text[this.at] === ']') {
      this.at += 1
      return items
    }
    for (;;) {
      items.push(this.value(depth + 1))
      if (this.closes(']')) return items
    }
  }

  /** Whether the list or object ends here; otherwise the comma is taken. */
  private closes(end: string): boolean {
    this.skipSpace()
    const char = this.text[this.at]
    if (char !== end && char !== ',') throw this.fault("Expecting ',' delimiter")
    this.at += 1
    if (char === ',') this.skipSpace()
    return char === end
  }

  private string(): string {
    const begin = this.at
    let out = ''
    this.at += 1
    for (;;) {
      const char = this.text[this.at]
      if (char === undefined) throw fault('Unterminated string starting at', this.text, begin)
      if (char === '"') {
        this.at += 1
        return out
      }
      if (char < ' ') throw this.fault('Invalid control character at')
      if (char === '\\') out += this.escape(begin)
      else {
        out += char
        this.at += 1
      }
    }
  }

  private escape(begin: number): string {
    const kind = this.text[this.at + 1]
    if (kind === undefined) throw fault('Unterminated string starting at', this.text, begin)
    if (kind !== 'u') {
      const meaning = escapes[kind]
      if (meaning === undefined) throw this.fault('Invalid \\escape')
      this.at += 2
      return meaning
    }
    const hex = this.text.slice(this.at + 2, this.at + 6)
    if (this.at + 6 >= this.text.length) throw fault('Invalid \\uXXXX escape', this.text, this.at + 2)
    if (!/^[\da-f]{4}$/i.test(hex)) throw fault('Invalid \\uXXXX escape', this.text, this.at + 1)
    this.at += 6
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  private fault(message: string): PythonJsonError {
    return fault(message, this.text, this.at)
  }
}

function fault(message: string, text: string, at: number): PythonJsonError {
  const before = text.slice(0, at)
  const place = [...before].length
  const line = before.split('\n').length
  const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
  return new PythonJsonError(`${message}: line ${line} column ${column} (char ${place})`)
}
