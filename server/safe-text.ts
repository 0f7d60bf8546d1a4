/** What is not seen, or breaks a line somewhere: controls, formats (bidi, zero width), halves of pairs, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const SECRETS: readonly [RegExp, string][] = [
  [/(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, '[secret]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, '$1 [secret]'],
  // Names of a bounded length: one that never comes to its "=" would be read again from each place that it could begin at.
  [/(rollcall_\w{1,64}=)[^;\s"\\]+/g, '$1[secret]'],
]

/** A text from outside as one visible line of at most so many characters, with what looks like a token or cookie left out. */
export function safeText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return withoutSecrets(cut).replace(UNSEEN, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`)
}

/**
 * A line of JSON with every unseen character as JSON's own escape: programs read the same as before, and whatever splits lines,
 * also at U+0085 or U+2028, finds one. Line ends at the end of the text stay.
 */
export function safeJsonLine(line: string): string {
  const end = line.endsWith('\n') ? '\n' : ''
  const body = withoutSecrets(line.slice(0, line.length - end.length))
  return body.replace(UNSEEN, escapeUnits) + end
}

function withoutSecrets(text: string): string {
  let safe = text
  for (const [pattern, instead] of SECRETS) safe = safe.replace(pattern, instead)
  return safe
}

function escapeUnits(mark: string): string {
  return mark
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
