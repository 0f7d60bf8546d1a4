/** The formats of the manager's parameters, from its reference; `\d` and `\w` take letters and digits of every script there. */
const word = String.raw`\p{L}\p{N}_`

export const contractFormats: Readonly<Record<string, RegExp>> = {
  numbers: /^\p{Nd}+$/u,
  numbers_or_all: /^(?:\p{Nd}+|all)$/u,
  alphanumeric: new RegExp(String.raw`^[${word},\-.+\s:]+$`, 'u'),
  alphanumeric_symbols: new RegExp(String.raw`^[${word},*<>!\-.+\s:/()\[\]'"|=~#]+$`, 'u'),
  names: /^[\w\-.%]+$/,
  group_names: /^(?!(?:\.{1,2}|all)$)[A-Za-z0-9.\-_]+$/,
  group_names_or_all: /^(?!\.{1,2}$)[A-Za-z0-9.\-_]+$/,
  search: /^[^;|&^*>]+$/,
  sort: new RegExp(String.raw`^[${word}\-,\s+.]+$`, 'u'),
  timeframe: /^\p{Nd}+[dhms]?$/u,
  wazuh_version: /^(?:wazuh |)v?\p{Nd}+\.\p{Nd}+\.\p{Nd}+$/iu,
  wazuh_key: /^[a-zA-Z0-9]+$/,
}

/** Formats that also look at where a path leads; requests here use only plainly good or plainly bad ones. */
export const pathFormats: Readonly<Record<string, (path: string) => boolean>> = {
  path: (path) => /^[\w\-.\\/:]+$/.test(path) && !path.includes('..'),
  wpk_path: (path) => /^\/var\/ossec\/[\w\-./]*[^/]\.wpk$/.test(path) && !path.includes('..'),
}
