import { expect } from 'vitest'
import { summary, syncReport } from '#lib/contract/sync.ts'
import { runtime } from '#server/runtime.ts'
import type { RouteRig } from '../route-rig.ts'

/** What a token of the manager looks like, wherever it stands. */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/
/** Answers that say why nothing else could be said. */
const REFUSALS = [400, 401, 403, 404, 409, 413, 429, 503]

/** Asks as somebody, and looks at every answer: no failure of ours (P7), no secret (P3). @returns its text */
export async function askSafely({ call }: RouteRig, target: string, cookie: string, method = 'GET', body?: unknown) {
  const answer = await call(method, target, { cookie, ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  expect(answer.ok || REFUSALS.includes(answer.status), `${method} ${target}: ${answer.status} ${text}`).toBe(true)
  expect(TOKEN.test(text), `a token in ${method} ${target}`).toBe(false)
  return { ok: answer.ok, text }
}

/** P1: whoever reads counts is told how old they are. */
export async function checkAge(rig: RouteRig, cookie: string): Promise<void> {
  const { ok, text } = await askSafely(rig, '/api/sync', cookie)
  if (!ok) return
  for (const { lastSyncAt, ageSeconds } of syncReport.parse(JSON.parse(text)).managers) {
    const age = lastSyncAt === null ? null : (runtime().clock.now() - Date.parse(lastSyncAt)) / 1000
    expect(ageSeconds === null).toBe(age === null)
    // What was answered a moment ago is no older than what is told now.
    if (age !== null && ageSeconds !== null) expect(ageSeconds).toBeLessThanOrEqual(age)
  }
}

/** P2: the counts are those of the rows, where both came from one snapshot. */
export async function checkCounts(rig: RouteRig, cookie: string): Promise<void> {
  const before = runtime().fleet.snapshot()
  const counted = await askSafely(rig, '/api/summary', cookie)
  const rows = await askSafely(rig, '/api/agents/export?format=jsonl&cols=status', cookie)
  if (!counted.ok || !rows.ok || runtime().fleet.snapshot() !== before) return
  const { total, byStatus } = summary.parse(JSON.parse(counted.text))
  const statuses = rows.text
    .trimEnd()
    .split('\n')
    .map((line) => /"status":"(\w+)"/.exec(line)?.[1])
  expect(statuses.length).toBe(total)
  expect(statuses.filter((status) => status === 'active').length).toBe(byStatus.active)
  expect(statuses.filter((status) => status === 'disconnected').length).toBe(byStatus.disconnected)
}
