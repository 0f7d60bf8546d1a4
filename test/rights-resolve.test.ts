import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inScope, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { readQuestion } from '#lib/contract/alert-question.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { arbitraryRights } from './rights-arbitraries.ts'
import { rightsRig } from './rights-rig.ts'

const SETS = process.env['ROLLCALL_LONG'] === '1' ? 5000 : 200

let rig: Awaited<ReturnType<typeof rightsRig>>
let all: Awaited<ReturnType<typeof listAgents>>['items']
beforeAll(async () => {
  rig = await rightsRig()
  all = (await listAgents({ ctx: rig.ctx(SCOPE_ALL), input: { limit: '500' } })).items
})
afterAll(() => rig.stop())

function readGroups(json: unknown): string[] {
  const groups: unknown = JSON.parse(String(json))
  return Array.isArray(groups) ? groups.map(String) : []
}

const ask = (scope: Scope, given: Parameters<typeof readQuestion>[0]) =>
  resolve({ ctx: rig.ctx(scope), input: readQuestion(given) })

it(`a link to an endpoint that is hidden finds what one to no endpoint finds (${SETS} sets of policies)`, async () => {
  let hidden = 0
  const gone = rig.rows("SELECT agentId, name, json_extract(last, '$.groups') FROM Tombstone").map(([id, name, groups]) => ({
    ...{ manager: 'main', id: String(id).padStart(3, '0'), name: String(name), ip: null },
    groups: readGroups(groups),
  }))
  const property = fc.asyncProperty(arbitraryRights(rig.ids, rig.gone), fc.nat(1000), async ({ mode, policies }, dice) => {
    const { scope, ids } = await rig.viewUnder(policies, mode)
    const some = [...all, ...all].slice(dice % all.length).slice(0, 10)
    const seen = (one: { manager: string; id: string; groups: readonly string[] }) => inScope(scope, one)
    for (const one of [...some, ...gone]) {
      const names = JSON.stringify([
        await ask(scope, { id: one.id }),
        await ask(scope, { name: one.name }),
        await ask(scope, { name: one.name.slice(0, -1) }),
        ...(one.ip === null ? [] : [await ask(scope, { ip: one.ip })]),
      ])
      const twins = [...all, ...gone].filter(({ name }) => name === one.name)
      if (twins.some(seen)) continue
      hidden++
      expect(names).not.toContain(JSON.stringify(one.name))
      const nobody = [...all, ...gone].every((other) => other.id !== one.id || !seen(other))
      if (nobody) expect(await ask(scope, { id: one.id })).toEqual(await ask(scope, { id: '99999' }))
    }
    // What is found for those that may be seen is what everybody finds.
    const own = some.find(({ id }) => ids.has(id) && all.filter((other) => other.id === id).length === 1)
    if (own && gone.every(({ id }) => id !== own.id)) expect(await ask(scope, { id: own.id })).toMatchObject({ kind: 'one' })
  })
  await fc.assert(property, { numRuns: SETS, endOnFailure: true })
  expect(hidden).toBeGreaterThan(SETS)
})
