import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestStore } from '#server/store/testing.ts'
import { diffDatabase } from '../cli/schema-engine.mjs'

/** Objects in our migrations that Prisma can't express; each needs a reason. */
const ALLOWED: readonly RegExp[] = []

let store: ReturnType<typeof openTestStore>
beforeEach(() => {
  store = openTestStore()
})
afterEach(() => store.remove())

async function drift(): Promise<string[]> {
  const sql = await diffDatabase(store.file, readFileSync('prisma/schema.prisma', 'utf8'))
  const statements = sql.split(';').map((text) => text.replace(/^\s*--.*$/gm, '').trim())
  return statements.filter((text) => text !== '' && !ALLOWED.some((pattern) => pattern.test(text)))
}

it('the migrations make what prisma/schema.prisma describes', async () => {
  expect(await drift()).toEqual([])
})

it('a column that no migration holds is noticed', async () => {
  store.db.exec('ALTER TABLE "Agent" ADD COLUMN "stray" TEXT')
  expect(await drift()).not.toEqual([])
})
