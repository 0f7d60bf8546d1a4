import { statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fold } from '#lib/agent/collate.ts'
import type { ManagerConfig } from './config.ts'
import { readFile, readManager } from './config-manager.ts'

/** How many managers one dashboard may watch; each has its own collector loop and connections. */
const MANAGERS_MAX = 50
const NAME = 'MANAGERS_FILE'

const entry = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'is not 1 to 32 of a-z, 0-9 and - : set a short name such as berlin')
    .optional(),
  name: z.string().optional(),
  url: z.string('is not set: set the address of the manager API, such as "https://manager.example.com:55000"'),
  user: z.string('is not set: set the API account that reads the agents'),
  password: z.string().optional(),
  passwordFile: z.string().optional(),
  caFile: z.string().optional(),
  fingerprint: z.string().optional(),
  tlsInsecure: z.boolean('is not true or false').optional(),
  disconnectionSeconds: z.int('is not a whole number').optional(),
})
type Entry = z.infer<typeof entry>

/** Each key of an entry is one of the settings of a single manager, and is checked as that. */
const SETTING_OF = {
  name: 'MANAGER_NAME',
  url: 'MANAGER_URL',
  user: 'MANAGER_USER',
  password: 'MANAGER_PASSWORD',
  passwordFile: 'MANAGER_PASSWORD_FILE',
  caFile: 'MANAGER_CA_FILE',
  fingerprint: 'MANAGER_FINGERPRINT',
  tlsInsecure: 'MANAGER_TLS_INSECURE',
  disconnectionSeconds: 'MANAGER_DISCONNECTION_SECONDS',
} as const satisfies Partial<Record<keyof Entry, string>>

const KEY_OF = new Map<string, string>(Object.entries(SETTING_OF).map(([key, setting]) => [setting, key]))

/**
 * The managers of a JSON file: a list of objects, each with `url`, `user`, `password` or `passwordFile`, and what else `.env.example`
 * names. Files that it names lie beside it. What is wrong is added to `problems`, each line with the entry it is about.
 */
export function readManagersFile(file: string, problems: string[], warnings: string[]): ManagerConfig[] {
  const before = problems.length
  const text = readFile(NAME, file, problems)
  const list = text === null ? null : readList(text, problems)
  const managers = (list ?? []).flatMap(
    (value, index) => readEntry(value, index, path.dirname(path.resolve(file)), problems) ?? [],
  )
  if (problems.length > before) return []
  findDoubles(managers, problems)
  const secrets = list?.some((value) => isObject(value) && 'password' in value) ? [file] : []
  for (const value of list ?? []) {
    const named = isObject(value) && 'passwordFile' in value ? value.passwordFile : null
    if (typeof named === 'string') secrets.push(path.resolve(path.dirname(path.resolve(file)), named))
  }
  for (const secret of new Set(secrets)) warnIfOpen(NAME, secret, warnings)
  return managers
}

/** Adds a warning when everybody on this machine can read a file that holds a password. */
export function warnIfOpen(setting: string, file: string, warnings: string[]): void {
  // Windows has no such bits: there the mode says nothing.
  if (process.platform === 'win32' || (statSync(file).mode & 0o004) === 0) return
  warnings.push(`${setting}: every user of this machine can read ${file}: run chmod o-r on it`)
}

function readList(text: string, problems: string[]): readonly unknown[] | null {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    // The parser's own words would repeat a piece of the file, which may be a password.
    problems.push(`${NAME} is not JSON: write a list such as [{"name": "Berlin", "url": "https://…:55000", "user": "…"}]`)
    return null
  }
  if (Array.isArray(list) && list.length > 0 && list.length <= MANAGERS_MAX) return list
  problems.push(
    `${NAME} is not a list of 1 to ${MANAGERS_MAX} managers: write [{"name": "Berlin", "url": "https://…:55000", "user": "…"}]`,
  )
  return null
}

function readEntry(value: unknown, index: number, folder: string, problems: string[]): ManagerConfig | null {
  const given = isObject(value) ? value['name'] : undefined
  const label = `${NAME}, manager ${index + 1}${typeof given === 'string' && given !== '' ? ` (${given.slice(0, 64)})` : ''}:`
  const parsed = entry.safeParse(value)
  if (!parsed.success) {
    for (const { path: place, message, ...issue } of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys')
        problems.push(`${label} ${issue.keys.join(', ')} is no setting of a manager: remove it`)
      else if (place.length === 0) problems.push(`${label} is not an object: write {"name": "…", "url": "…", "user": "…"}`)
      else
        problems.push(
          `${label} ${place.join('.')} ${issue.code === 'invalid_type' && !message.startsWith('is ') ? 'is not text: set a text' : message}`,
        )
    }
    return null
  }
  const settings: Record<string, string> = {}
  for (const [key, setting] of Object.entries(SETTING_OF)) {
    const text = toSetting(key, parsed.data, folder)
    if (text !== null) settings[setting] = text
  }
  const own: string[] = []
  const manager = readManager(settings, own)
  for (const problem of own)
    problems.push(`${label} ${problem.replaceAll(/MANAGER_[A-Z_]+/g, (name) => KEY_OF.get(name) ?? name)}`)
  return manager && Object.freeze({ ...manager, id: parsed.data.id ?? manager.id })
}

function toSetting(key: string, value: Entry, folder: string): string | null {
  const given = Object.entries(value).find(([name]) => name === key)?.[1]
  if (given === undefined) return null
  if (typeof given === 'boolean') return given ? '1' : '0'
  if (typeof given === 'number') return String(given)
  if (key === 'password') return given
  const text = given.trim()
  if (text === '') return null
  return key.endsWith('File') ? path.resolve(folder, text) : text
}

/** An id is a key of stored data, a name is what people choose by, and an address is one manager. */
function findDoubles(managers: readonly ManagerConfig[], problems: string[]): void {
  const before = problems.length
  const parts = [
    ['id', (manager: ManagerConfig) => manager.id, 'set an id of its own'],
    ['name', (manager: ManagerConfig) => fold(manager.name), 'set another name'],
    ['url', (manager: ManagerConfig) => manager.url.origin, 'a manager is read once: remove one of them'],
  ] as const
  for (const [what, of, advice] of parts) {
    for (const [at, manager] of managers.entries()) {
      const first = managers.findIndex((other) => of(other) === of(manager))
      if (first < at)
        problems.push(`${NAME}: managers ${first + 1} and ${at + 1} have the same ${what} “${of(manager)}”: ${advice}`)
    }
  }
  // Filters take both, so that one word never means two managers. Doubles were told of already.
  if (problems.length > before) return
  for (const [at, { name }] of managers.entries()) {
    const other = managers.findIndex(({ id }, i) => i !== at && id === fold(name))
    if (other >= 0)
      problems.push(`${NAME}: the name “${name}” of manager ${at + 1} is the id of manager ${other + 1}: set another name`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
