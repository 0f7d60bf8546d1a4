import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAlert, readQuestion } from '#lib/contract/alert-question.ts'
import { resolved } from '#lib/contract/resolve.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { ResolveLimit } from '#server/services/agent/resolve-limit.ts'
import { momentRig } from './moment-rig.ts'

let rig: Awaited<ReturnType<typeof momentRig>>
let names: ReadonlyMap<number, string>
beforeAll(async () => {
  rig = await momentRig()
  names = new Map(
    rig
      .rows(`SELECT agentId, name FROM Agent UNION ALL SELECT agentId, name FROM Tombstone`)
      .map(([id, name]) => [Number(id), String(name)]),
  )
})
afterAll(() => rig.stop())

const ask = async (input: Parameters<typeof resolve>[0]['input']) => resolved.parse(await resolve({ ctx: rig.ctx(), input }))
const link = (given: Parameters<typeof readQuestion>[0]) => ask(readQuestion(given))
const name = (id: number) => names.get(id) ?? ''

it('leads an alert to its agent at its moment', async () => {
  const timestamp = rig.iso(rig.at('healthy')).replace('Z', '+0000')
  const alert = { timestamp, agent: { id: '004', name: name(4) }, manager: { name: 'somewhere-else' } }
  const one = { kind: 'one', choice: { id: '004', removedBy: null } }
  expect(await ask(readAlert(alert))).toMatchObject(one)
  const found = await ask(readAlert([{ _source: alert }]))
  expect(found.kind === 'one' && found.choice.href).toBe(`/agents/main/004?at=${encodeURIComponent(rig.iso(rig.at('healthy')))}`)
})

it('finds an agent by its name in any case, and by its address', async () => {
  expect(await link({ name: name(4).toUpperCase() })).toMatchObject({ kind: 'one', choice: { id: '004' } })
  const [ip] = rig.rows("SELECT ip FROM Agent GROUP BY ip HAVING count(*) = 1 AND ip <> 'any' LIMIT 1")[0] ?? []
  expect(await link({ ip: String(ip) })).toMatchObject({ kind: 'one', choice: { ip: String(ip) } })
})

it('opens the page of an agent that was removed, and says by when', async () => {
  expect(await link({ id: '007', at: rig.iso(rig.at('healthy')) })).toMatchObject({
    kind: 'one',
    choice: { id: '007', removedBy: expect.any(String) },
  })
  expect(await link({ id: '7', name: name(7) })).toMatchObject({ kind: 'one', choice: { id: '007' } })
})

it('takes the one that had the name and id then, when another has the id now', async () => {
  const old = rig.rows(`SELECT name FROM Tombstone WHERE agentId = 8`)[0]?.[0]
  const then = await link({ id: '008', name: String(old), at: rig.iso(rig.at('healthy')) })
  expect(then).toMatchObject({ kind: 'one', choice: { id: '008', name: String(old) } })
  expect(await link({ name: 'enrolled-again' })).toMatchObject({
    kind: 'one',
    choice: { name: 'enrolled-again', removedBy: null },
  })
})

it('lets people choose when the id and the name are of two agents', async () => {
  const found = await link({ id: '004', name: name(5), at: rig.iso(rig.at('end')) })
  expect(found).toMatchObject({ kind: 'several', more: false })
  expect(found.kind === 'several' && found.choices.map(({ id }) => id)).toEqual(['004', '005'])
})

it('does not take an endpoint for the one of an alert that names another', async () => {
  const timestamp = rig.iso(rig.at('healthy')).replace('Z', '+0000')
  const found = await ask(readAlert({ timestamp, agent: { id: '004', name: `${name(5).slice(0, -1)}#` } }))
  expect(found).toMatchObject({
    ...{ kind: 'other_name', named: `${name(5).slice(0, -1)}#` },
    ...{ choices: [{ id: '004', name: name(4), href: `/agents/main/004?at=${encodeURIComponent(rig.iso(rig.at('healthy')))}` }] },
  })
  expect(found.kind === 'other_name' && found.nearest.map(({ id }) => id)).toContain('005')
  expect(await link({ id: '004', name: 'Ω' })).toMatchObject({ kind: 'other_name', choices: [{ id: '004' }], nearest: [] })
})

it('says that there never was one, with the nearest names', async () => {
  expect(await link({ id: '99999' })).toEqual({ kind: 'none', nearest: [] })
  const found = await link({ name: `${name(4).slice(0, -1)}#` })
  expect(found.kind === 'none' && found.nearest.length).toBeGreaterThan(0)
})

it('knows agent 000 as the manager itself', async () => {
  expect(await link({ id: '000', name: 'whatever' })).toMatchObject({ kind: 'manager', manager: 'main' })
})

it('keeps a moment that it can’t read, so that the page can say so', async () => {
  const found = await link({ id: '004', at: 'soon & later' })
  expect(found.kind === 'one' && found.choice.href).toBe('/agents/main/004?at=soon%20%26%20later')
})

it.each([
  [{}, /names no agent/],
  [{ id: 'x' }, /is a number/],
  [{ name: 'x'.repeat(300) }, /more than 256/],
])('refuses %j with a sentence', async (given, words) => {
  await expect(link(given)).rejects.toMatchObject({ code: 'bad_request', message: expect.stringMatching(words) })
})

it('holds back whoever asks for one after the other', () => {
  let now = 0
  const limit = new ResolveLimit({ now: () => now, sleep: async () => undefined })
  const ada = { manager: 'main', username: 'ada' }
  for (let i = 0; i < 60; i++) limit.take(ada)
  expect(() => limit.take(ada)).toThrow(/a minute/)
  limit.take({ ...ada, username: 'bob' })
  now = 60_000
  limit.take(ada)
})
