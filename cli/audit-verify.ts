import { existsSync, readFileSync } from 'node:fs'
import { loadConfig } from '#server/config-env.ts'
import { type ChainFault, type ChainHead, type ChainPart, verifyChain } from '#server/store/audit-chain.ts'
import { auditKeys } from '#server/store/audit-key.ts'
import { auditBounds, auditRows } from '#server/store/audit-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'

/**
 * `npm run audit:verify [-- --log FILE] [-- --head SEQ:HASH]`: follows the chain of the audit log and compares it with heads that the
 * process log printed. @returns the exit code: 0 whole, 1 not, 2 it can't be told
 */
function auditVerify(env: NodeJS.ProcessEnv, args: readonly string[]): number {
  const heads = headsFrom(args)
  if (typeof heads === 'string') return say(heads, 2)
  const settings = loadConfig(env)
  if (!settings.ok) return say(settings.problems.join('\n'), 2)
  const { databaseFile, secretKeys } = settings.config
  const keys = auditKeys(secretKeys)
  if (!existsSync(databaseFile)) return say(`There is no store at ${databaseFile}.`, 2)
  const db = openSqlite(databaseFile)
  try {
    db.exec('PRAGMA query_only = ON')
    // One transaction, so that what is written meanwhile does not look like a fault.
    db.exec('BEGIN')
    const bounds = auditBounds(db)
    const { events, first, head, faults, parts } = verifyChain(auditRows(db), { ...bounds, heads, keys })
    db.exec('COMMIT')
    for (const part of parts) say(wordsOfPart(part), 0)
    for (const fault of faults) say(wordsOf(fault), 1)
    const range = events === 0 ? 'no events' : `events ${first} to ${head.seq}`
    const compared = heads.filter(({ seq }) => seq >= first).length
    if (faults.length > 0) return say(`${range}: the audit log is not what was written.`, 1)
    return say(`${range}: whole. Heads compared: ${compared}. Head: ${head.seq}:${head.hash}`, 0)
  } catch (error) {
    return say(`The audit log can’t be read: ${error instanceof Error ? error.message : String(error)}`, 2)
  } finally {
    db.close()
  }
}

function headsFrom(args: readonly string[]): ChainHead[] | string {
  const heads: ChainHead[] = []
  for (let at = 0; at < args.length; at += 2) {
    const [name, value = ''] = [args[at], args[at + 1]]
    const [, seq, hash] = /^(\d{1,15}):((?:[a-z0-9-]{1,32}:)?[0-9a-f]{64})$/.exec(value) ?? []
    if (name === '--head' && hash !== undefined) heads.push({ seq: Number(seq), hash })
    else if (name === '--log' && existsSync(value)) heads.push(...headsOfLog(readFileSync(value, 'utf8')))
    else return 'usage: npm run audit:verify [-- --log FILE] [-- --head SEQ:HASH]; FILE holds lines of the process log'
  }
  return heads
}

function headsOfLog(text: string): ChainHead[] {
  return [...text.matchAll(/"auditHead":\{"seq":(\d{1,15}),"hash":"((?:[a-z0-9-]{1,32}:)?[0-9a-f]{64})"\}/g)].map(
    ([, seq, hash = '']) => ({
      seq: Number(seq),
      hash,
    }),
  )
}

/** How each part is kept from being written anew. */
function wordsOfPart({ key, from, to, since }: ChainPart): string {
  const range = `${rangeOf(from, to)}, since ${new Date(since).toISOString()}`
  return key === null
    ? `${range}: chained without a key. Only heads that were printed show whether all of them were written anew.`
    : `${range}: sealed with the key “${key}” of SECRET_KEY_FILE.`
}

function wordsOf({ what, from, to }: ChainFault): string {
  const events = rangeOf(from, to)
  switch (what) {
    case 'missing':
      return `${events}: missing, those around are there.`
    case 'changed':
      return `${events}: changed after it was written, or put where another one was.`
    case 'start':
      return `${events}: missing at the beginning, and not forgotten by Rollcall itself.`
    case 'end':
      return `${events}: missing at the end.`
    case 'head':
      return `${events}: not the one that was there when its hash was printed.`
    case 'key':
      return `${events}: can’t be checked, the key that sealed them is not in SECRET_KEY_FILE.`
    case 'bare':
      return `${events}: without a key, although Rollcall had one by then. It seals from its first start with SECRET_KEY_FILE on.`
  }
}

function rangeOf(from: number, to: number): string {
  return from === to ? `Event ${from}` : `Events ${from} to ${to}`
}

function say(text: string, code: number): number {
  if (code === 0) console.log(text)
  else console.error(text)
  return code
}

if (existsSync('.env')) process.loadEnvFile('.env')
process.exitCode = auditVerify(process.env, process.argv.slice(2))
