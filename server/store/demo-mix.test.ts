import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { demoMix } from './demo-mix.ts'
import { openStore } from './open-store.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-mix-'))
afterAll(() => rmSync(folder, { recursive: true }))

function storeOf(...ids: string[]) {
  const opened = openStore(path.join(mkdtempSync(path.join(folder, 'store-')), 'store.db'))
  if (!opened.ok) throw new Error(opened.problem.message)
  for (const id of ids) opened.db.run('INSERT INTO Manager (id, name, stateSince) VALUES (?, ?, 0)', id, id)
  return opened.db
}

it('refuses invented agents in a store of real ones, and real ones in a store of the demo', () => {
  expect(demoMix(storeOf('berlin'), { demo: true, databaseFile: '/x.db' })).toMatch(/^The database \/x\.db .*DATABASE_URL/)
  expect(demoMix(storeOf('demo'), { demo: false, databaseFile: '/x.db' })).toMatch(/^The database \/x\.db .*DATABASE_URL/)
})

it('takes a new store, and the store that it made before', () => {
  for (const demo of [true, false]) expect(demoMix(storeOf(), { demo, databaseFile: '/x.db' })).toBeNull()
  expect(demoMix(storeOf('demo'), { demo: true, databaseFile: '/x.db' })).toBeNull()
  expect(demoMix(storeOf('berlin', 'hamburg'), { demo: false, databaseFile: '/x.db' })).toBeNull()
})
