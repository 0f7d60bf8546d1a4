import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openFleet } from '../fleet/fleet.ts'
import { listSource } from '../fleet/listed-source.ts'
import type { Policy } from './policies.ts'
import { type ProcessedPolicies, processPolicies } from './processed-policies.ts'
import { agentRights, namedRights, type RbacMode } from './rbac.ts'

/*
 * The manager works with sets: what a resource stands for is added to or taken from what is permitted, in the order of
 * the resources. The demo asks agent by agent; both must always agree.
 */
const members: Readonly<Record<string, readonly string[]>> = {
  '000': [],
  '001': ['a'],
  '002': ['a', 'b'],
  '003': [],
  '004': ['b'],
}
const agents = Object.entries(members).map(([id, group]) => ({ id, name: `n${id}`, ...(group.length > 0 ? { group } : {}) }))
const fleet = openFleet(listSource({ agents }, false))
const everybody = Object.keys(members)

/** Ids that a resource of agents stands for; `asked` is one id, or all. */
function expand(resource: string, asked: string): ReadonlySet<string> {
  const [type, attribute, value = ''] = resource.split(':')
  if (value === '*') return new Set(asked === '*' ? everybody : [...everybody, asked])
  const isGroup = `${type}:${attribute}` === 'agent:group'
  return new Set(isGroup ? everybody.filter((id) => members[id]?.includes(value)) : [value])
}

function permitted(policies: ProcessedPolicies, mode: RbacMode, asked: string): ReadonlySet<string> {
  const final = new Set(mode === 'black' ? (asked === '*' ? everybody : [asked]) : [])
  for (const [resource, effect] of policies.get('agent:read') ?? []) {
    if (resource.includes('&') || !/^agent:(id|group):/.test(resource)) continue
    for (const id of expand(resource, asked)) {
      if (asked !== '*' && id !== asked) continue
      if (effect === 'allow') final.add(id)
      else final.delete(id)
    }
  }
  return final
}

const resources = fc.constantFrom(
  ...['agent:id:*', 'agent:group:*', 'agent:id:000', 'agent:id:001', 'agent:id:003', 'agent:id:999', 'agent:group:a'],
  ...['agent:group:b', 'agent:group:none', 'group:id:*', '*:*:*', '*', 'agent:id:001&agent:group:a', 'node:id:n'],
)
const policies = fc.array(
  fc.record({
    resources: fc.array(resources, { minLength: 1, maxLength: 3 }),
    effect: fc.constantFrom('allow' as const, 'deny' as const),
  }),
  { maxLength: 5 },
)
const processed = (list: readonly Pick<Policy, 'resources' | 'effect'>[]) =>
  processPolicies([
    { id: 1, name: 'r', rules: [], policies: list.map((rule, id) => ({ id, name: 'p', actions: ['agent:read'], ...rule })) },
  ])

describe('rights on agents, for any policies', () => {
  it('are what the manager’s sets are', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom<RbacMode>('white', 'black'), (list, mode) => {
        const rules = processed(list)
        const rights = agentRights(rules, mode, 'agent:read', fleet)
        const all = permitted(rules, mode, '*')
        expect(rights.ids()).toEqual(everybody.filter((id) => all.has(id)))
        if (rights.isEverything) expect(rights.ids()).toEqual(everybody)
        for (const id of [...everybody, '999', '0001']) expect(rights.has(id)).toBe(permitted(rules, mode, id).has(id))
      }),
      { numRuns: 1000 },
    )
  })

  it('without a resource need the one resource that stands for none', () => {
    const has = (resource: string, mode: RbacMode) =>
      namedRights(processed([{ resources: [resource], effect: 'allow' }]), mode, 'agent:read', '*:*').has('*')
    expect([has('*:*:*', 'white'), has('*', 'white'), has('agent:id:*', 'white'), has('agent:id:*', 'black')]).toEqual([
      true,
      true,
      false,
      true,
    ])
  })
})
