import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '#server/store/open-store.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { holdLock } from '#server/store/testing.ts'
import { endAll, occupy, prepareAll, runs, start } from './start-rig.ts'

const CANARY = 'c4n4ry-Passw0rd!'
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-start-'))
let file: string
let count = 0
beforeAll(prepareAll, 300_000)
beforeEach(() => {
  file = path.join(folder, `${++count}.db`)
})
afterAll(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts, and expects exactly these lines on standard error, nothing on standard output, and the code of a wrong setting. */
async function refused(settings: Record<string, string>, expected: readonly RegExp[]): Promise<void> {
  const run = start({ DATABASE_URL: `file:${file}`, ...settings })
  expect(await run.gone).toEqual({ code: 78, signal: null })
  const lines = run.errors()
  expect(lines).toHaveLength(expected.length)
  for (const pattern of expected) expect(lines).toContainEqual(expect.stringMatching(pattern))
  for (const line of lines) expect(line).toMatch(/^rollcall: \S/)
  expect(run.stdout()).toBe('')
}

const manager = { MANAGER_URL: 'https://127.0.0.1:1', MANAGER_USER: 'reader', MANAGER_PASSWORD: CANARY }

describe('a wrong setting ends the start with one clear line:', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['a port that is no number', { PORT: 'http' }, /PORT is not a whole number/],
    ['a port out of range', { PORT: '65536' }, /PORT is not a whole number/],
    ['a host with a path', { HOST: 'http://x/' }, /HOST is not an address/],
    ['a host that this machine is not', { HOST: '192.0.2.1', PORT: '3999' }, /listen on 192\.0\.2\.1:3999: .*set HOST/],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is not a log level/],
    ['an interval too short', { SYNC_INTERVAL_SECONDS: '1' }, /SYNC_INTERVAL_SECONDS is not/],
    ['a history too short', { HISTORY_DAYS: '7' }, /HISTORY_DAYS is not a whole number from 30/],
    ['a demo too large', { DEMO_AGENTS: '1000000' }, /DEMO_AGENTS is not/],
    ['another engine', { DATABASE_URL: `postgresql://me:${CANARY}@db/x` }, /DATABASE_URL names a PostgreSQL/],
    ['a database that is no file', { DATABASE_URL: 'rollcall.db' }, /DATABASE_URL is not the URL/],
    ['no user', { ...manager, MANAGER_USER: '' }, /MANAGER_USER is not set/],
    ['no password', { ...manager, MANAGER_PASSWORD: '' }, /MANAGER_PASSWORD is not set/],
    ['two passwords', { ...manager, MANAGER_PASSWORD_FILE: '/dev/null' }, /are both set/],
    ['a password of two lines', { ...manager, MANAGER_PASSWORD: `${CANARY}\nx` }, /MANAGER_PASSWORD holds a line break/],
    [
      'a password file that is not there',
      { ...manager, MANAGER_PASSWORD: '', MANAGER_PASSWORD_FILE: '/nowhere' },
      /does not exist/,
    ],
    ['a manager without TLS', { ...manager, MANAGER_URL: 'http://manager:55000' }, /does not start with https/],
    ['an address with a password', { ...manager, MANAGER_URL: `https://me:${CANARY}@manager` }, /MANAGER_URL contains a user/],
    ['a short fingerprint', { ...manager, MANAGER_FINGERPRINT: 'ab:cd' }, /MANAGER_FINGERPRINT is not/],
    ['an authority that is none', { ...manager, MANAGER_CA_FILE: '/dev/null' }, /MANAGER_CA_FILE holds no certificate/],
    ['the demo’s name', { ...manager, MANAGER_NAME: 'demo' }, /MANAGER_NAME: “demo” is kept/],
  ])('%s', (_name, settings, pattern) => refused(settings, [pattern]))

  it('several wrong ones with a line each', () =>
    refused({ PORT: '-1', LOG_LEVEL: 'loud', ALLOW_HTTP: 'yes', MANAGER_PASSWORD: CANARY }, [
      /PORT/,
      /LOG_LEVEL/,
      /ALLOW_HTTP/,
      /MANAGER_URL/,
      /MANAGER_USER/,
    ]))

  it('a misspelled one by its right name, without its value', () =>
    refused({ ...manager, MANAGER_PASWORD: CANARY, MANAGER_PASSWORD: '' }, [
      /did you mean MANAGER_PASSWORD/,
      /MANAGER_PASSWORD is not set/,
    ]))
})

describe('a database that can’t be used ends the start with one clear line:', () => {
  const made = () => {
    const opened = openStore(file)
    if (!opened.ok) throw new Error(opened.problem.message)
    return opened.db
  }

  it('a file that is no database', async () => {
    writeFileSync(file, 'minutes of the meeting\n'.repeat(400))
    await refused({}, [/damaged or not a database.* Move .* away/])
  })

  it('a newer one', async () => {
    const db = made()
    db.run(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_later', 1)`)
    db.close()
    await refused({}, [/newer version \(it holds 9999_later\)/])
  })

  it('one of another program', async () => {
    const db = openSqlite(file)
    db.exec('CREATE TABLE customers (id INTEGER)')
    db.close()
    await refused({}, [/database of another program/])
  })

  it('a real manager’s one for the demo, and the other way round', async () => {
    const db = made()
    const insert = (id: string) => db.run('INSERT INTO "Manager" (id, name, stateSince) VALUES (?, ?, 1)', id, id)
    insert('main')
    await refused({}, [/agents of a real manager/])
    db.run('DELETE FROM "Manager"')
    insert('demo')
    db.close()
    await refused(manager, [/holds the demo’s agents/])
  })

  it('a folder that can’t be made', async () => {
    writeFileSync(file, '')
    await refused({ DATABASE_URL: `file:${file}/deep/store.db` }, [/can’t be opened/])
  })

  it.skipIf(process.getuid?.() === 0)('a read-only one', async () => {
    const within = path.join(folder, 'sealed')
    mkdirSync(within)
    file = path.join(within, 'store.db')
    made().close()
    chmodSync(file, 0o444)
    chmodSync(within, 0o555)
    await refused({}, [/is read-only|can’t be opened/]).finally(() => chmodSync(within, 0o755))
  })

  it('a locked one', async () => {
    made().close()
    const lock = await holdLock(file)
    await refused({}, [/locked by another process.* start again/]).finally(lock.release)
  })
})

describe('a taken port ends the start with one clear line, and nothing stays behind:', () => {
  it('the dashboard’s', async () => {
    const other = await occupy()
    await refused({ PORT: String(other.port) }, [new RegExp(`listen on 127\\.0\\.0\\.1:${other.port}: .*set PORT to a free`)])
    await other.close()
  })

  it('the demo’s, when it was asked for', async () => {
    const other = await occupy()
    await refused({ DEMO_PORT: String(other.port) }, [new RegExp(`127\\.0\\.0\\.1:${other.port}: .*set DEMO_PORT to a free`)])
    await other.close()
    await refused({ PORT: String(other.port), DEMO_PORT: String(other.port) }, [/DEMO_PORT and PORT are both/])
  })
})

it('never says a password or shows a stack', () => {
  expect(runs.length).toBeGreaterThan(25)
  for (const run of runs) expect(run.stdout() + run.stderr()).not.toMatch(/c4n4ry|\n\s+at /)
})
