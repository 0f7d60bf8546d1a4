import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { GET } from '#app/api/session/route.ts'
import { problem } from '#lib/contract/problem.ts'
import { runtime, startRuntime } from '#server/runtime.ts'
import { openStore } from '#server/store/open-store.ts'
import { ORIGIN } from './no-ways.ts'
import { ruinStore } from './ruin-store.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

it('answers 503 with a sentence while the store can’t be used', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-api-')), 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  opened.db.close()
  Object.assign(process.env, {
    DATABASE_URL: `file:${file}`,
    MANAGER_URL: 'https://127.0.0.1:1',
    MANAGER_NAME: 'main',
    MANAGER_USER: 'reader',
    MANAGER_PASSWORD: 'reader',
  })
  await startRuntime()
  const { token } = await runtime().sessions.create(
    { username: 'ada', manager: 'main', password: 'l0velace' },
    { policies: { rbacMode: 'black', actions: new Map(), text: '' }, token: { value: 'a.b.c', lifetimeMs: 900_000 } },
    ORIGIN,
  )
  await ruinStore(file, runtime().prisma)

  const cookie = `rollcall_session=${token}`
  const answer = await GET(new Request('http://x/api/session', { headers: { cookie } }), { params: Promise.resolve({}) })
  expect(answer.status).toBe(503)
  const body = problem.parse(await answer.json())
  expect(body).toMatchObject({ code: 'store_unavailable', requestId: answer.headers.get('x-request-id') })
  expect(body.detail).toMatch(/^The store is damaged/)
  expect(body.detail).not.toContain(file)
})
