/** What a JSON schema and its instances look like when Python prints them, as validation errors do. */
export type Printable = string | number | boolean | null | readonly Printable[] | { readonly [key: string]: Printable }

/** Python's `repr` of a value on one line. */
export function pythonRepr(value: Printable): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return reprString(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, member]) => `${reprString(key)}: ${pythonRepr(member)}`)
    .join(', ')}}`
}

function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = ''
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (char === quote || char === '\\') out += `\\${char}`
    else if (char === '\n') out += '\\n'
    else if (char === '\r') out += '\\r'
    else if (char === '\t') out += '\\t'
    else if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0xad) out += `\\x${code.toString(16).padStart(2, '0')}`
    else if (code > 0xff && /[\p{C}\p{Z}]/u.test(char)) out += hexEscape(code)
    else out += char
  }
  return `${quote}${out}${quote}`
}

function hexEscape(code: number): string {
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
