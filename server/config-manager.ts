import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ManagerConfig } from './config.ts'
import { SETTING_NAMES, type Settings } from './config-names.ts'
import { whole } from './config-values.ts'

const MANAGER_SETTINGS = SETTING_NAMES.filter((name) => name.startsWith('MANAGER_'))
const FILE_BYTES_MAX = 1_048_576

/** Whether somebody meant to configure a manager: one setting of it is enough, so that a forgotten one is not taken for the demo. */
export function hasManagerSetting(settings: Settings): boolean {
  return MANAGER_SETTINGS.some((name) => settings[name] !== undefined)
}

/** The manager of the MANAGER_ settings, or `null` with what is wrong added to `problems`. Reads the files that they name. */
export function readManager(settings: Settings, problems: string[]): ManagerConfig | null {
  const url = readUrl(settings, problems)
  const user = readUser(settings, problems)
  const password = readPassword(settings, problems)
  const tls = readTls(settings, problems)
  const delay = readDelay(settings, problems)
  const name = settings['MANAGER_NAME'] ?? null
  if (name !== null && (name.length > 64 || slug(name) === '')) {
    problems.push('MANAGER_NAME has no letter or digit, or more than 64 characters: set a short name such as Berlin')
  }
  if (url === null || user === null || password === null || tls === null) return null
  return Object.freeze({
    id: slug(name ?? url.hostname) || 'manager',
    name: name ?? url.hostname,
    url,
    user,
    password,
    tls,
    ...delay,
  })
}

function readUrl(settings: Settings, problems: string[]): URL | null {
  const example = 'set the address of the manager API, such as https://manager.example.com:55000'
  const text = settings['MANAGER_URL']
  if (text === undefined) {
    problems.push(`MANAGER_URL is not set but other manager settings are: ${example}, or remove them to get the demo`)
    return null
  }
  if (!URL.canParse(text)) {
    problems.push(`MANAGER_URL is not a URL: ${example}`)
    return null
  }
  const url = new URL(text)
  const before = problems.length
  if (url.protocol !== 'https:') problems.push(`MANAGER_URL does not start with https:// : ${example}`)
  // A backslash is a slash to the parser, and then even an @ without a name before it leads elsewhere than it seems to.
  if (url.username !== '' || url.password !== '' || /[@\\\s]/.test(text)) {
    problems.push('MANAGER_URL contains a user or password: set MANAGER_USER and MANAGER_PASSWORD instead')
  }
  if (url.pathname.length > 1 || url.search !== '' || url.hash !== '' || text.includes('?') || text.includes('#')) {
    problems.push(`MANAGER_URL has something after the port: ${example}`)
  }
  return problems.length === before ? url : null
}

function readUser(settings: Settings, problems: string[]): string | null {
  const user = settings['MANAGER_USER']
  if (user === undefined) problems.push('MANAGER_USER is not set: set the API account that reads the agents')
  else if (hasControl(user) || user.includes(':') || user.length > 128) {
    problems.push('MANAGER_USER has a colon, a control character or more than 128 characters: set the name of the API account')
    return null
  }
  return user ?? null
}

function readPassword(settings: Settings, problems: string[]): string | null {
  const direct = settings['MANAGER_PASSWORD']
  const file = settings['MANAGER_PASSWORD_FILE']
  if (direct !== undefined && file !== undefined) {
    problems.push('MANAGER_PASSWORD and MANAGER_PASSWORD_FILE are both set: keep one of them')
    return null
  }
  if (direct === undefined && file === undefined) {
    problems.push('MANAGER_PASSWORD is not set: set it, or MANAGER_PASSWORD_FILE to the path of a file that holds it')
    return null
  }
  // An editor ends a file with a line break that is no part of the password.
  const password = direct ?? readFile('MANAGER_PASSWORD_FILE', file ?? '', problems)?.replace(/\r?\n$/, '') ?? null
  if (password === null) return null
  const name = direct === undefined ? 'MANAGER_PASSWORD_FILE' : 'MANAGER_PASSWORD'
  if (password === '') problems.push(`${name} names an empty file: write the password of the API account into it`)
  else if (hasControl(password) || password.length > 512) {
    problems.push(`${name} holds a line break, a control character or more than 512 characters: set one password on one line`)
  } else return password
  return null
}

function readDelay(settings: Settings, problems: string[]): Pick<ManagerConfig, 'disconnectionSeconds'> {
  const text = settings['MANAGER_DISCONNECTION_SECONDS']
  if (text === undefined) return {}
  const seconds = whole(1, 31_536_000).safeParse(text)
  if (seconds.success) return { disconnectionSeconds: seconds.data }
  problems.push(`MANAGER_DISCONNECTION_SECONDS ${seconds.error.issues[0]?.message}`)
  return {}
}

function readTls(settings: Settings, problems: string[]): ManagerConfig['tls'] | null {
  const before = problems.length
  const caFile = settings['MANAGER_CA_FILE']
  const ca = caFile === undefined ? null : readFile('MANAGER_CA_FILE', caFile, problems)
  if (ca !== null && !isCertificate(ca)) {
    problems.push('MANAGER_CA_FILE holds no certificate: set the path of a PEM file with BEGIN CERTIFICATE in it')
  }
  const fingerprint = settings['MANAGER_FINGERPRINT']?.replaceAll(':', '').toLowerCase() ?? null
  if (fingerprint !== null && !/^[0-9a-f]{64}$/.test(fingerprint)) {
    problems.push('MANAGER_FINGERPRINT is not a SHA-256 fingerprint: set 64 hexadecimal digits, with or without colons')
  }
  const insecureText = settings['MANAGER_TLS_INSECURE'] ?? '0'
  if (!['0', '1', 'true', 'false'].includes(insecureText)) {
    problems.push('MANAGER_TLS_INSECURE is not 1 or 0: set 1 to skip the check of the certificate, or leave it out')
  }
  const insecure = insecureText === '1' || insecureText === 'true'
  if (insecure && (fingerprint !== null || caFile !== undefined)) {
    const other = fingerprint === null ? 'MANAGER_CA_FILE' : 'MANAGER_FINGERPRINT'
    problems.push(`MANAGER_TLS_INSECURE and ${other} contradict each other: keep ${other} alone`)
  }
  return problems.length === before ? Object.freeze({ ca, fingerprint, insecure }) : null
}

/** The text of a file that a setting names, or `null` with what is wrong added to `problems`. */
export function readFile(name: string, path: string, problems: string[]): string | null {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= FILE_BYTES_MAX) return bytes.toString('utf8')
    problems.push(`${name} names a file of more than 1 MB: set the path of the right file`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error'
    const why = { ENOENT: 'does not exist', EACCES: 'may not be read by this user', EISDIR: 'is a directory' }[code]
    problems.push(`${name} names a file that ${why ?? `can't be read (${code})`}: set the path of a readable file`)
  }
  return null
}

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('BEGIN CERTIFICATE') && new X509Certificate(pem).subject !== null
  } catch {
    return false
  }
}

/** Short name for keys and URLs: at most 32 of `[a-z0-9-]`. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 32)
    .replace(/-$/, '')
}

export function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 || code === 127) return true
  }
  return false
}
