import type { SecretKey } from './config.ts'
import { hasControl, readFile } from './config-manager.ts'
import { warnIfOpen } from './config-managers-file.ts'
import type { Settings } from './config-names.ts'

const NAME = 'SECRET_KEY_FILE'
const HOW = 'write lines such as those of npm run secret-key into it'

/** The keys of SECRET_KEY_FILE, one a line as `id key`, the current one first; what is wrong is added to `problems`. */
export function readSecretKeys(settings: Settings, problems: string[], warnings: string[]): readonly SecretKey[] {
  const file = settings[NAME]
  const text = file === undefined ? null : readFile(NAME, file, problems)
  if (file === undefined || text === null) return []
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const keys: SecretKey[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    const [, id, key] = /^([a-z0-9-]{1,32}) +([\w-]{43})=?$/.exec(line) ?? []
    // The line itself is a secret, or next to one.
    if (id === undefined || key === undefined) problems.push(`${NAME}, line ${index + 1} is no key: ${HOW}`)
    else if (keys.some((other) => other.id === id))
      problems.push(`${NAME}, line ${index + 1} has the id of another key: set another`)
    else keys.push(Object.freeze({ id, bytes: Buffer.from(key, 'base64url') }))
  }
  if (keys.length === 0 && lines.every((line) => line === '' || line.startsWith('#')))
    problems.push(`${NAME} names a file without a key: ${HOW}`)
  warnIfOpen(NAME, file, warnings)
  return Object.freeze(keys)
}

/** A secret of one line that is set as `name` or stands in the file of `name`_FILE; `null` when neither is set, or with what is wrong in `problems`. */
export function readSecret(settings: Settings, name: string, problems: string[], warnings: string[]): string | null {
  const [direct, file] = [settings[name], settings[`${name}_FILE`]]
  if (direct !== undefined && file !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one of them`)
    return null
  }
  if (file === undefined) return direct ?? null
  const text = readFile(`${name}_FILE`, file, problems)?.trim()
  if (text === undefined) return null
  if (text === '' || text.length > 1024 || hasControl(text)) {
    problems.push(`${name}_FILE names a file that does not hold one line of text: write it into that file alone`)
    return null
  }
  warnIfOpen(`${name}_FILE`, file, warnings)
  return text
}
