import { OPERATORS, type Operator, type QueryProblem, type Span } from './ast.ts'
import { isHidden, quote } from './quoting.ts'

export type Token =
  | { readonly kind: 'word' | 'quoted'; readonly text: string; readonly span: Span }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly span: Span }
  /** `;` and `,`, and the parentheses. */
  | { readonly kind: 'semicolon' | 'comma' | 'open' | 'close' | 'end'; readonly span: Span }
  /** What can't be read; the last token before `end`. */
  | { readonly kind: 'bad'; readonly problem: QueryProblem; readonly span: Span }

/** Cuts a query into tokens in one pass; never throws. The last token is always `end`, with an empty span. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at++
      continue
    }
    const token = nextToken(text, at)
    tokens.push(token)
    if (token.kind === 'bad') break
    at = token.span.end
  }
  tokens.push({ kind: 'end', span: { start: text.length, end: text.length } })
  return tokens
}

const SPACE = /\s/
const SIGNS: ReadonlyMap<string, 'semicolon' | 'comma' | 'open' | 'close'> = new Map([
  [';', 'semicolon'],
  [',', 'comma'],
  ['(', 'open'],
  [')', 'close'],
])
const OPERATOR_CHARACTERS = '=!<>~'
/** These end a word; everything else that can be seen is part of one. */
const BREAKS = `${OPERATOR_CHARACTERS};,()"'*|&\\\`“”„‘’`

function nextToken(text: string, start: number): Token {
  const character = text.charAt(start)
  const sign = SIGNS.get(character)
  if (sign) return { kind: sign, span: { start, end: start + 1 } }
  if (character === '"' || character === "'") return quotedToken(text, start, character)
  if (OPERATOR_CHARACTERS.includes(character)) return operatorToken(text, start)
  let end = start
  while (end < text.length && isWordPart(text, end)) end += widthAt(text, end)
  if (end === start) return refusedCharacter(text, start)
  if (isQuote(text.charAt(end))) {
    const stop = endOfRun(text, end)
    const run = text.slice(start, stop)
    return bad('A quote can’t stand inside a word: put quotes around the whole value.', start, stop, quote(run))
  }
  return { kind: 'word', text: text.slice(start, end), span: { start, end } }
}

function quotedToken(text: string, start: number, mark: string): Token {
  let value = ''
  let at = start + 1
  while (at < text.length && text.charAt(at) !== mark) {
    if (text.charAt(at) === '\\') {
      const read = readEscape(text, at)
      if (read === null) {
        const end = Math.min(text.length, at + 1 + widthAt(text, at + 1))
        const meant = `\\\\${text.slice(at + 1, end)}`
        return bad(
          'Within quotes a backslash stands before a quote, a backslash or u{…}; write it twice for itself.',
          at,
          end,
          meant,
        )
      }
      value += read.text
      at = read.end
      continue
    }
    const code = text.codePointAt(at) ?? 0
    const width = widthAt(text, at)
    if (isHidden(code)) return hidden(code, at, width, `\\u{${code.toString(16)}}`)
    value += text.slice(at, at + width)
    at += width
  }
  if (at >= text.length) {
    return bad(`The quote ${mark} is never closed.`, start, text.length, text.slice(start).trimEnd() + mark)
  }
  const end = at + 1
  if (end < text.length && (isQuote(text.charAt(end)) || isWordPart(text, end))) {
    return bad(
      'Something follows directly after a closing quote: leave a space, or escape a quote inside with a backslash.',
      end,
      end + 1,
    )
  }
  return { kind: 'quoted', text: value, span: { start, end } }
}

/** The text that an escape at `at` stands for; `null` when it is none of ours. */
function readEscape(text: string, at: number): { text: string; end: number } | null {
  const next = text.charAt(at + 1)
  if (next === '\\' || next === '"' || next === "'") return { text: next, end: at + 2 }
  const match = /^\\u\{([0-9a-f]{1,6})\}/i.exec(text.slice(at, at + 10))
  const code = Number.parseInt(match?.[1] ?? '', 16)
  return match && code <= 0x10ffff ? { text: String.fromCodePoint(code), end: at + match[0].length } : null
}

const MEANT: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['===', '='],
  ['=~', '~'],
  ['~=', '~'],
  ['~~', '~'],
  ['<>', '!='],
  ['!==', '!='],
  ['=!', '!='],
  ['~!', '!~'],
  ['=<', '<='],
  ['=>', '>='],
  ['>>', '>'],
  ['<<', '<'],
])

function operatorToken(text: string, start: number): Token {
  let end = start
  while (end < text.length && OPERATOR_CHARACTERS.includes(text.charAt(end))) end++
  const written = text.slice(start, end)
  const known = OPERATORS.find((candidate) => candidate === written)
  if (known) return { kind: 'operator', operator: known, span: { start, end } }
  if (written === '!') return bad('Write not instead of !.', start, end, 'not ')
  const message = 'This is no operator. There are = != < > <= >= ~ and !~; a value with such characters needs quotes.'
  return bad(message, start, end, MEANT.get(written))
}

function refusedCharacter(text: string, start: number): Token {
  const character = text.charAt(start)
  if (character === '|' || character === '&') {
    const end = text.charAt(start + 1) === character ? start + 2 : start + 1
    const word = character === '|' ? 'or' : 'and'
    return bad(`Write ${word} instead; a value with this character needs quotes.`, start, end, ` ${word} `)
  }
  if (character === '*')
    return bad('There are no wildcards: ~ finds a part of a text. For a real * use quotes.', start, start + 1)
  if (character === '\\') return bad('A backslash is only read within quotes, and written twice there.', start, start + 1)
  if (character === '`' || BREAKS.includes(character)) {
    return bad('Use " or \' as quotes; a value with this character needs quotes.', start, start + 1, '"')
  }
  return hidden(text.codePointAt(start) ?? 0, start, widthAt(text, start), '')
}

function hidden(code: number, start: number, width: number, suggestion: string): Token {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return bad(`There is a character here that can’t be seen (${name}).`, start, start + width, suggestion)
}

function bad(message: string, start: number, end: number, suggestion?: string): Token {
  const span = { start, end }
  return { kind: 'bad', span, problem: suggestion === undefined ? { message, span } : { message, span, suggestion } }
}

function isWordPart(text: string, at: number): boolean {
  const character = text.charAt(at)
  return !SPACE.test(character) && !BREAKS.includes(character) && !isHidden(text.codePointAt(at) ?? 0)
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'"
}

/** UTF-16 units of the character at `at`; at least 1. */
function widthAt(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** Where the run of characters without space, separator or parenthesis ends, at most 80 further. */
function endOfRun(text: string, from: number): number {
  let end = from
  while (end < text.length && end < from + 80 && !/[\s;,()]/.test(text.charAt(end))) end++
  return end
}
