import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '#demo/start.ts'
import { isoTime } from '#server/services/iso-time.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { littleRooms } from './little-room.ts'
import { endAll, prepareAll } from './start-rig.ts'

const AGENTS = 200
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-room-'))
let manager: Demo
beforeAll(async () => {
  prepareAll()
  manager = await startDemo({ agents: AGENTS, seed: 13, requestsPerMinute: 0 })
})
afterAll(async () => {
  await endAll()
  await manager?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody in front of the product. */
function visitor(url: string) {
  let cookie = ''
  const ask = (target: string) => fetch(`${url}${target}`, { headers: { cookie } })
  return {
    async signIn() {
      const body = JSON.stringify({ username: 'analyst', password: 'analyst' })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body })
      if (answer.ok) cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      return { status: answer.status, body: await answer.json() }
    },
    async read(target: string) {
      const answer = await ask(target)
      return { status: answer.status, body: await answer.json() }
    },
    async metric(name: string) {
      const line = (await (await ask('/metrics')).text()).split('\n').find((one) => one.startsWith(`${name} `))
      return line === undefined ? null : Number(line.slice(name.length))
    },
  }
}

/** What the store holds is of this moment; nothing of it is torn. Looked at in a copy: SQLite finds no file through `/proc/…/root`. */
function storedAsOf(file: string): string | null {
  const copy = path.join(mkdtempSync(path.join(folder, 'copy-')), 'store.db')
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix)
  const db = openSqlite(copy)
  try {
    expect(db.all('PRAGMA integrity_check')).toEqual([['ok']])
    return isoTime(Number(db.get('SELECT asOf FROM "Manager"')?.[0]))
  } finally {
    db.close()
  }
}

describe.concurrent.each(littleRooms(folder))('a store under $name', ({ missing, words, start, take, giveBack }) => {
  if (missing !== null) process.stdout.write(`not tried: ${missing}\n`)
  it.skipIf(missing !== null)(
    'goes on serving what is in memory with its age, says and counts what it could not write, and is itself again when there is room',
    async ({ expect }) => {
      const { run, file } = start({
        MANAGER_URL: manager.url,
        MANAGER_NAME: 'main',
        MANAGER_USER: 'wazuh',
        MANAGER_PASSWORD: 'wazuh',
        MANAGER_FINGERPRINT: manager.fingerprint,
        SYNC_INTERVAL_SECONDS: '5',
      })
      const person = visitor(await run.url)
      await run.printed('"outcome":"ok"')
      expect((await person.signIn()).status).toBe(201)

      take(run, file)
      await run.printed('"unwritten":1')
      const asOf = storedAsOf(file)
      await expect.poll(async () => (await person.read('/api/summary')).body.asOf).toBe(asOf)
      // Nothing of what it had in memory is needed to go on from there.
      process.kill(run.pidOf('web.mjs') ?? Number.NaN, 'SIGKILL')
      await run.printed('starting it again in 1 s')
      await expect.poll(() => person.read('/api/summary').catch(String)).toMatchObject({ status: 200, body: { asOf } })
      await run.printed('"unwritten":2')
      const agents = await person.read(`/api/agents?limit=${AGENTS}`)
      expect(agents).toMatchObject({ status: 200, body: { total: AGENTS, asOf } })
      expect(agents.body.items).toHaveLength(AGENTS)
      expect(await person.read('/api/agents/main/001')).toMatchObject({ status: 200, body: { agent: { id: '001' }, asOf } })
      const { status, body } = await person.read('/api/sync')
      expect([status, body.managers[0].ageSeconds]).toEqual([200, expect.any(Number)])
      expect((await person.signIn()).body).toMatchObject({ code: 'store_unavailable', detail: words })
      expect(await person.metric('rollcall_http_problems_total{code="store_unavailable"}')).toBeGreaterThan(0)
      expect(await person.metric('rollcall_audit_events_waiting')).toBeGreaterThan(0)

      giveBack(run, file)
      await run.printed('Ends of passes can be written again')
      await expect.poll(async () => (await person.read('/api/summary')).body.asOf).not.toBe(asOf)
      await expect.poll(() => person.metric('rollcall_audit_events_waiting')).toBe(0)
      expect((await person.signIn()).status).toBe(201)
      expect(await person.metric('rollcall_store_free_bytes')).toBeGreaterThan(0)
      expect(run.errors().filter((line) => line.includes('starting it again'))).toHaveLength(1)
      run.child.kill('SIGTERM')
      expect(await run.gone).toEqual({ code: 0, signal: null })
    },
  )
})
