/** A value that Python's `json` module writes; `undefined` members are left out. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/**
 * Writes JSON the way Python's `json.dumps` does: `", "` and `": "` as separators, everything beyond ASCII escaped.
 * @param indent spaces per level; then items stand on their own lines and the comma has no space after it.
 */
export function pythonJson(value: Json, indent?: number): string {
  return write(value, indent, '')
}

function write(value: Json, indent: number | undefined, margin: string): string {
  if (typeof value === 'string') return pythonString(value)
  if (value === null || typeof value !== 'object') return String(value)
  const inner = indent === undefined ? '' : `${margin}${' '.repeat(indent)}`
  const glue = indent === undefined ? ', ' : `,\n${inner}`
  const wrap = (open: string, parts: string[], close: string) => {
    if (parts.length === 0) return `${open}${close}`
    return indent === undefined ? `${open}${parts.join(glue)}${close}` : `${open}\n${inner}${parts.join(glue)}\n${margin}${close}`
  }
  if (isList(value)) {
    const parts = value.map((item) => write(item, indent, inner))
    return wrap('[', parts, ']')
  }
  const parts: string[] = []
  for (const key of Object.keys(value)) {
    const member = value[key]
    if (member !== undefined) parts.push(`${pythonString(key)}: ${write(member, indent, inner)}`)
  }
  return wrap('{', parts, '}')
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

const needsEscape = /[^ !#-[\]-~]/
const escapes: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

/** A JSON string literal in pure ASCII. */
export function pythonString(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`
  return `"${text.replace(/[^ !#-[\]-~]/g, (c) => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
