import { expect, it } from 'vitest'
import { scopeFromPolicies, scopeSteps } from '#lib/agent/scope-from-policies.ts'
import { atOnce } from '#lib/agent/steps.ts'
import { policySteps, readPolicies } from '#server/manager/policies.ts'
import { readRights, rightsOf } from './rights.ts'

const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`agent:id:${10_000 + i}`, i % 3 ? 'allow' : 'deny']))
const data = {
  'agent:read': { 'agent:group:north "1"': 'allow', ...many, 'agent:group:south': 'deny' },
  'security:read': { 'user:id:*': 'allow' },
  rbac_mode: 'black',
}

it('rights that name every agent are worked out with pauses, to the same end', async () => {
  const policies = readPolicies(data)
  if (!policies) throw new Error('no policies')
  for (const work of [policySteps(data), scopeSteps(policies, 'main')]) {
    let pauses = 0
    for (; !work.next().done; ) pauses++
    expect(pauses).toBeGreaterThan(15)
  }
  expect(atOnce(scopeSteps(policies, 'main'))).toEqual(scopeFromPolicies(policies, 'main'))
  const rights = await rightsOf(policies, 'main')
  expect(rights).toMatchObject({ administrator: true, scope: scopeFromPolicies(policies, 'main') })
  expect(JSON.parse(rights.json)).toEqual(data)
  // Kept and read again they are the same, as order counts.
  expect(await readRights(rights.json, 'main')).toEqual(rights)
})

it('rights that are kept but can’t be read are none', async () => {
  for (const json of [null, '', '{', '[]', '{"rbac_mode":"grey"}', `{"rbac_mode":"white","agent:read":"${'x'.repeat(60_000)}"`])
    expect(await readRights(json, 'main')).toBeNull()
})
