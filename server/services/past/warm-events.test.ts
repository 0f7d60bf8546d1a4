import { afterAll, expect, it } from 'vitest'
import { type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import { getEvents } from './get-events.ts'
import { warmEvents } from './warm-events.ts'

const AS_OF = Date.UTC(2026, 10, 20, 9)
const WENT_AT = AS_OF - 1_800_000
const DOWN = 40
const EVERYTHING: Scope = { kind: 'limited', managers: new Map([['main', WHOLE_MANAGER]]) }
const test = openTestFleet()
const ctx = {
  fleet: test.fleet,
  prisma: test.prisma,
  clock: { now: () => AS_OF + 1000, sleep: async () => undefined },
  log,
  config: { demo: true, intervalSeconds: 30, managers: [] },
}
afterAll(() => test.close())

it('fails for nobody while there is no fleet, and then has found the events of whoever sees everything', async () => {
  await warmEvents(ctx)
  test.writer.manager({ id: 'main', asOf: AS_OF, version: null })
  const status = (id: number) => (id <= DOWN ? 'disconnected' : 'active')
  test.writer.put(
    Array.from({ length: 100 }, (_, at) => testAgent(at + 1, AS_OF, { status: status(at + 1), statusSince: WENT_AT })),
  )
  for (let id = 1; id <= DOWN; id++)
    test.db.run(
      `INSERT INTO Transition (agentKey, managerId, agentId, field, fromValue, toValue, passId, afterAt, seenAt)
        VALUES (?, 'main', ?, 'status', 'active', 'disconnected', 1, ?, ?)`,
      ...[id, id, WENT_AT - 30_000, WENT_AT],
    )
  await test.fleet.refresh()
  await warmEvents(ctx)
  // What is asked for now comes from what was found then.
  test.db.exec('DELETE FROM Transition')
  const { events } = await getEvents({ ctx: { ...ctx, scope: EVERYTHING }, input: {} })
  expect(events).toMatchObject([{ direction: 'down', count: DOWN }])
})
