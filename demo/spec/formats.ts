/** String formats of the parameter schemas. `\w` and `\d` are Python's: they take letters and digits of every script. */
const word = '\\p{L}\\p{N}_'
const space = '\\s\\x1c-\\x1f\\x85'

const formats: Record<string, RegExp> = {
  numbers: /^\p{Nd}+\n?$/u,
  alphanumeric: new RegExp(`^[${word},\\-.+${space}:]+$`, 'u'),
  names: /^[\w\-.%]+\n?$/,
  group_names: /^(?!(?:\.{1,2}|all)$)[A-Za-z0-9.\-_]+\n?$/,
  search: /^[^;|&^*>]+$/,
  sort: new RegExp(`^[${word}\\-,${space}+.]+$`, 'u'),
  timeframe: /^\p{Nd}+[dhms]?\n?$/u,
}

/** Whether a value has the named format; formats without a rule here (as `int32`) are never checked. */
export function hasFormat(format: string, value: string): boolean {
  return formats[format]?.test(value) ?? true
}
