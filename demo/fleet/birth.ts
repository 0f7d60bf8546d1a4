import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The moment around which a generated fleet is laid out (epoch seconds). Kept beside the certificate, so that a
 * demo started again tomorrow has the same agents with the same dates.
 */
export async function birthOf(directory: string | undefined, key: string, nowSeconds: number): Promise<number> {
  if (directory === undefined) return nowSeconds
  const file = join(directory, 'demo-fleets.json')
  const births = await readBirths(file)
  const known = births[key]
  if (known !== undefined) return known
  await mkdir(directory, { recursive: true })
  await writeFile(file, `${JSON.stringify({ ...births, [key]: nowSeconds }, undefined, 2)}\n`)
  return nowSeconds
}

async function readBirths(file: string): Promise<Record<string, number>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
    const entries = Object.entries(parsed ?? {}).filter(([, moment]) => Number.isSafeInteger(moment))
    return Object.fromEntries(entries.map(([key, moment]) => [key, Number(moment)]))
  } catch {
    return {}
  }
}
