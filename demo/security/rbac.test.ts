import { describe, expect, it } from 'vitest'
import { openFleet } from '../fleet/fleet.ts'
import { listSource } from '../fleet/listed-source.ts'
import type { Policy } from './policies.ts'
import { processPolicies } from './processed-policies.ts'
import { agentRights, namedRights } from './rbac.ts'

const fleet = openFleet(
  listSource(
    {
      agents: [
        { id: '000', name: 'm' },
        { id: '001', name: 'a', group: ['north'] },
        { id: '002', name: 'b', group: ['north', 'south'] },
        { id: '003', name: 'c' },
      ],
    },
    false,
  ),
)

function read(...policies: [Policy['effect'], ...string[]][]) {
  const list = policies.map(
    ([effect, ...resources], id): Policy => ({ id, name: 'p', actions: ['agent:read'], resources, effect }),
  )
  return processPolicies([{ id: 1, name: 'r', policies: list, rules: [] }])
}
const ids = (...policies: Parameters<typeof read>) => agentRights(read(...policies), 'white', 'agent:read', fleet).ids()

describe('rights on agents', () => {
  it('denies what is not allowed in white mode and allows what is not denied in black mode', () => {
    expect(ids()).toEqual([])
    expect(agentRights(read(['deny', 'agent:id:001']), 'black', 'agent:read', fleet).ids()).toEqual(['000', '002', '003'])
  })

  it('expands a group to its members and "all groups" to everybody', () => {
    expect(ids(['allow', 'agent:group:north'])).toEqual(['001', '002'])
    expect(ids(['allow', 'agent:group:*'])).toEqual(['000', '001', '002', '003'])
    expect(ids(['allow', 'agent:group:nor'])).toEqual([])
  })

  it('lets the later policy decide', () => {
    expect(ids(['allow', 'agent:id:*'], ['deny', 'agent:group:south'])).toEqual(['000', '001', '003'])
    expect(ids(['deny', 'agent:id:001'], ['allow', 'agent:id:*'])).toEqual(['000', '001', '002', '003'])
    expect(ids(['allow', 'agent:id:001'], ['deny', 'agent:id:001'])).toEqual([])
  })

  it('counts an id that does not exist as permitted under a wildcard, so that it can be called missing', () => {
    expect(agentRights(read(['allow', 'agent:id:*']), 'white', 'agent:read', fleet).has('999')).toBe(true)
    expect(agentRights(read(['allow', 'agent:group:north']), 'white', 'agent:read', fleet).has('999')).toBe(false)
    const groups = agentRights(read(['allow', 'agent:group:*']), 'white', 'agent:read', fleet)
    expect([groups.has('000'), groups.has('999'), groups.ids()]).toEqual([true, true, ['000', '001', '002', '003']])
  })

  it('knows when nothing needs narrowing', () => {
    const isEverything = (...policies: Parameters<typeof read>) =>
      agentRights(read(...policies), 'white', 'agent:read', fleet).isEverything
    expect(isEverything(['allow', 'agent:id:*', 'agent:group:*'])).toBe(true)
    expect(isEverything(['allow', 'agent:id:*'], ['deny', 'agent:id:001'])).toBe(false)
    expect(isEverything(['allow', 'agent:group:*'])).toBe(true)
  })

  it('reads named resources by name or wildcard', () => {
    const policy: Policy = { id: 1, name: 'g', actions: ['group:read'], resources: ['group:id:north'], effect: 'allow' }
    const rights = namedRights(
      processPolicies([{ id: 1, name: 'r', policies: [policy], rules: [] }]),
      'white',
      'group:read',
      'group:id',
    )
    expect([rights.has('north'), rights.has('south')]).toEqual([true, false])
  })
})
