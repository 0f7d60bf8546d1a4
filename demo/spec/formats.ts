import { posix } from 'node:path'

/** String formats of the parameter schemas. `\w` and `\d` are Python's: they take letters and digits of every script. */
const word = '\\p{L}\\p{N}_'
const space = '\\s\\x1c-\\x1f\\x85'

const formats: Record<string, RegExp> = {
  numbers: /^\p{Nd}+\n?$/u,
  alphanumeric: new RegExp(`^[${word},\\-.+${space}:]+$`, 'u'),
  alphanumeric_symbols: new RegExp(`^[${word},*<>!\\-.+${space}:/()\\[\\]'"|=~#]+$`, 'u'),
  names: /^[\w\-.%]+\n?$/,
  group_names: /^(?!(?:\.{1,2}|all)$)[A-Za-z0-9.\-_]+\n?$/,
  group_names_or_all: /^(?!\.{1,2}$)[A-Za-z0-9.\-_]+\n?$/,
  wazuh_key: /^[a-zA-Z0-9]+\n?$/,
  search: /^[^;|&^*>]+$/,
  sort: new RegExp(`^[${word}\\-,${space}+.]+$`, 'u'),
  timeframe: /^\p{Nd}+[dhms]?\n?$/u,
  numbers_or_all: /^(?:\p{Nd}+|all)\n?$/u,
  wazuh_version: /^(?:wazuh |)v?\p{Nd}+\.\p{Nd}+\.\p{Nd}+\n?$/iu,
  path: new RegExp(`^[${word}\\-.\\\\/:]+\\n?$`, 'u'),
  wpk_path: new RegExp(`^[${word}\\-.\\\\/:${space}]*[^/]\\.wpk\\n?$`, 'u'),
}

/** Whether a value has the named format; formats without a rule here (as `int32`) are never checked. */
export function hasFormat(format: string, value: string): boolean {
  if (format === 'path' && !staysInside(`${home}/${value.replace(/^\/+/, '')}`)) return false
  if (format === 'wpk_path' && !staysInside(value)) return false
  return formats[format]?.test(value) ?? true
}

/** Where the manager is installed. */
const home = '/var/ossec'

/** Whether a path leads nowhere out of the manager's folder. */
function staysInside(path: string): boolean {
  if (/\.\.[/\\]|[/\\]\.\./.test(path)) return false
  return `${posix.normalize(path)}/`.startsWith(`${home}/`)
}
