import { afterEach, beforeEach, expect, it } from 'vitest'
import { seal, sessionKeys, unseal } from '#server/services/people/session-keys.ts'
import { loadMigrations, migrate } from '#server/store/migrate.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { SESSION_TIMES } from './no-ways.ts'
import { EVERY_AGENT, type PersonRig, personRig } from './person-rig.ts'
import { ruinStore } from './ruin-store.ts'

const ACTIVE = { active: true, proxy: null }
const PASSWORD = 'c4n4ry-pässwörd'
let rig: PersonRig
beforeEach(async () => {
  rig = await personRig()
  rig.accounts.set('ada', { password: PASSWORD, rights: EVERY_AGENT })
})
afterEach(() => rig.stop())

it('finds a session by its token, also after a restart of the process', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  expect(await rig.web.sessions.find(token)).toMatchObject({ username: 'ada', manager: 'main' })
  expect(await rig.start().sessions.find(token)).toMatchObject({ username: 'ada' })
})

it('knows nobody of a manager that is configured no more, or that has another address now', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  const moved = { ...rig.manager, url: new URL('https://berlin.example:55000') }
  const other = { ...moved, id: 'berlin' }
  expect(await rig.start([other]).sessions.find(token)).toBeNull()
  expect(await rig.start([moved]).sessions.find(token)).toBeNull()
  expect(await rig.start([other, rig.manager]).sessions.find(token)).toMatchObject({ manager: 'main' })
})

it('stores nothing with which somebody could sign in: no password, no token of the manager, no cookie', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  await rig.web.sessions.find(token)
  const rows = await rig.rows()
  const secrets = [PASSWORD, token, ...rig.answers.delivered]
  for (const secret of [...secrets, ...secrets.map((text) => Buffer.from(text).toString('base64url'))])
    expect(rows).not.toContain(secret)
  expect(rows).not.toContain(Buffer.from(token, 'base64url').toString('hex'))
})

it('writes neither password nor tokens into the log, into what it answers, or into text of what it holds', async () => {
  const { token, session } = await rig.web.signIn('ada', PASSWORD)
  const found = await rig.web.sessions.find(token)
  rig.dropTokens()
  rig.clock.at += 100_000
  await rig.web.sessions.find(token)
  rig.answers.broken = true
  rig.clock.at += 100_000
  await rig.web.sessions.find(token)
  const said = [...rig.lines, JSON.stringify([session, found, rig.web])].join('\n')
  expect(rig.lines.length).toBeGreaterThan(0)
  const secrets = [PASSWORD, Buffer.from(`ada:${PASSWORD}`).toString('base64'), token, ...rig.answers.delivered]
  for (const secret of secrets) expect(said).not.toContain(secret)
})

it('seals the password so that only the cookie of that very session opens it', async () => {
  const [one, other] = [await rig.web.signIn('ada', PASSWORD), await rig.web.signIn('ada', PASSWORD)]
  const row = async (token: string) =>
    rig.prisma.session.findUniqueOrThrow({ where: { tokenHash: sessionKeys(token)?.lookup ?? '' } })
  const [own, others] = [sessionKeys(one.token), sessionKeys(other.token)]
  if (!own || !others) throw new Error('no keys')
  const { sealed } = await row(one.token)
  expect(unseal(sealed, own)).toBe(PASSWORD)
  expect(unseal(sealed, others)).toBeNull()
  expect(unseal(sealed, { ...own, lookup: others.lookup })).toBeNull()
  expect(unseal((await row(other.token)).sealed, own)).toBeNull()
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(unseal(changed, own)).toBeNull()
  }
  expect(unseal('', own)).toBeNull()
  expect(unseal(seal('ä'.repeat(512), own), own)).toBe('ä'.repeat(512))
  expect(seal('short', own)).toHaveLength(seal('rather a long password', own).length)
})

it('knows nobody behind a wrong, empty, oversized or otherwise spelled token', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  const respelled = [...'AEIMQUYcgkosw048'].map((last) => token.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1))
  for (const wrong of ['', 'x', 'a'.repeat(43), 'a'.repeat(100_000), '__proto__', '../..', ...respelled])
    expect(wrong === token ? null : await rig.web.sessions.find(wrong)).toBeNull()
})

it('ends a session at once, and elsewhere within a second', async () => {
  const elsewhere = rig.start()
  const { token } = await rig.web.signIn('ada', PASSWORD)
  await elsewhere.sessions.find(token)
  await rig.web.sessions.end(token)
  expect(await rig.web.sessions.find(token)).toBeNull()
  rig.clock.at += 1001
  expect(await elsewhere.sessions.find(token)).toBeNull()
})

it('ends the session a browser still had when it signs in again', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  const next = await rig.web.signIn('ada', PASSWORD, token)
  expect(await rig.web.sessions.find(token)).toBeNull()
  expect(await rig.web.sessions.find(next.token)).not.toBeNull()
})

it('lets no session live longer than its time, whatever happens in it', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  const { lifeMs, idleMs } = SESSION_TIMES
  const until = rig.clock.at + lifeMs
  for (; rig.clock.at < until; rig.clock.at += idleMs) expect(await rig.web.sessions.find(token, ACTIVE)).not.toBeNull()
  rig.clock.at = until - 1
  expect(await rig.web.sessions.find(token, ACTIVE)).not.toBeNull()
  rig.clock.at += 2
  expect(await rig.web.sessions.find(token)).toBeNull()
})

it('takes a session for valid for 5 minutes while the store fails, and says so after that', async () => {
  const { token } = await rig.web.signIn('ada', PASSWORD)
  await rig.web.sessions.find(token)
  rig.db.close()
  await ruinStore(rig.file, rig.prisma)
  rig.clock.at += 299_000
  expect(await rig.web.sessions.find(token)).toMatchObject({ username: 'ada' })
  await expect(rig.web.sessions.find('a'.repeat(42).concat('A'))).rejects.toThrow()
  rig.clock.at += 2000
  await expect(rig.web.sessions.find(token)).rejects.toThrow()
})

it('waits for another writer, then leaves the row to everybody and the lock to nobody', async () => {
  rig.db.exec('BEGIN IMMEDIATE')
  const started = rig.web.signIn('ada', PASSWORD)
  setTimeout(() => rig.db.exec('COMMIT'), 100)
  await started
  const other = openSqlite(rig.file)
  expect(other.get('SELECT count(*) FROM Session')).toEqual([1])
  expect(other.transaction(() => 'written')).toBe('written')
})

it('ends the sessions of a store from before passwords were kept', () => {
  const db = openSqlite(':memory:')
  const migrations = loadMigrations('prisma/migrations')
  const before = migrations.filter(({ name }) => name < '0003')
  migrate(db, before)
  db.exec(`INSERT INTO "Session" ("tokenHash", "username", "managerId", "createdAt", "lastSeenAt", "expiresAt")
    VALUES ('${'a'.repeat(64)}', 'ada', 'main', 1, 1, ${Date.now() + SESSION_TIMES.lifeMs})`)
  migrate(db, migrations)
  expect(db.get('SELECT count(*) FROM "Session"')).toEqual([0])
})
