import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Effect, inScope, type ManagerScope, scopeKind, seesCard, seesGroup, seesWholeManager } from './scope.ts'
import { scopeFromPolicies } from './scope-from-policies.ts'

type Mode = 'white' | 'black'
type Entries = readonly (readonly [resource: string, effect: Effect])[]

const GROUPS = ['north', 'south', 'a.b-c_d', '*x']
const AGENTS = ['001', '002', '007', '070', '999', '1024'].flatMap((id) =>
  [[], ['north'], ['south', 'north'], ['a.b-c_d']].map((groups) => ({ manager: 'main', id, groups })),
)

function rights(mode: Mode, read: Entries, groups: Entries = []) {
  return {
    rbacMode: mode,
    actions: new Map([
      ['agent:read', new Map(read)],
      ['group:read', new Map(groups)],
    ]),
  }
}
const scopeOf = (mode: Mode, read: Entries, groups?: Entries) => scopeFromPolicies(rights(mode, read, groups), 'main')

/** The manager's way: the set of permitted ids grows and shrinks as the resources are gone through. */
function permitted(mode: Mode, entries: Entries, agents: typeof AGENTS): Set<number> {
  const index = agents.map((_, i) => i)
  const allowed = new Set(mode === 'black' ? index : [])
  for (const [resource, effect] of entries) {
    const parts = resource.split(':')
    const expanded = index.filter((i) => {
      const agent = agents[i]
      if (!agent || parts[0] !== 'agent' || resource.includes('&')) return false
      if (parts[2] === '*') return parts[1] === 'id' || parts[1] === 'group'
      if (parts[1] === 'group') return agent.groups.some((group) => group === parts[2])
      return parts[1] === 'id' && agent.id === parts[2]
    })
    for (const i of expanded) {
      if (effect === 'allow') allowed.add(i)
      else allowed.delete(i)
    }
  }
  return allowed
}

const mode = fc.constantFrom<Mode>('white', 'black')
const resource = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...AGENTS.map(({ id }) => `agent:id:${id}`)) },
  { weight: 4, arbitrary: fc.constantFrom(...GROUPS.map((group) => `agent:group:${group}`)) },
  { weight: 1, arbitrary: fc.constantFrom('agent:id:*', 'agent:group:*') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['agent:id:1', 'agent:id:0001', 'agent:id:000', 'agent:id:00*', 'agent:id:', 'agent:group:', 'agent:id: 001'],
      ...['*:*:*', 'node:id:*', 'group:id:north', 'agent:id:001&group:id:north', 'agent:id:*&group:id:*'],
    ),
  },
)
const entries = fc.uniqueArray(fc.tuple(resource, fc.constantFrom<Effect>('allow', 'deny')), {
  maxLength: 12,
  selector: ([name]) => name,
})

describe('scopeFromPolicies', () => {
  it('sees what the manager permits, whatever the order, the mode and the effects', () => {
    const property = fc.property(mode, entries, (rbacMode, read) => {
      const expected = permitted(rbacMode, read, AGENTS)
      const scope = scopeOf(rbacMode, read)
      expect(AGENTS.filter((agent) => inScope(scope, agent))).toEqual(AGENTS.filter((_, i) => expected.has(i)))
    })
    fc.assert(property, { numRuns: 3000 })
  })

  it('has rules of alternating effect in which no id and no group stands twice', () => {
    const property = fc.property(mode, entries, (rbacMode, read) => {
      const { base, rules } = ownOf(scopeOf(rbacMode, read))
      let before = base
      for (const { effect, ids, groups } of rules) {
        expect(effect).not.toBe(before)
        expect(ids.size + groups.size).toBeGreaterThan(0)
        before = effect
      }
      const named = rules.flatMap(({ ids, groups }) => [...ids, ...groups])
      expect(new Set(named).size).toBe(named.length)
    })
    fc.assert(property, { numRuns: 1000 })
  })

  it('keeps few rules for many ids whose effects differ', () => {
    const many: Entries = Array.from({ length: 5000 }, (_, i) => [`agent:id:${10_000 + i}`, i % 2 === 0 ? 'allow' : 'deny'])
    const { rules } = ownOf(scopeOf('white', [...many, ['agent:group:north', 'deny'], ...many]))
    expect(rules.length).toBeLessThan(5)
  })

  it('calls rights whole only when no agent, present or to come, is kept out', () => {
    const wholly: Entries[] = [
      [['agent:id:*', 'allow']],
      [
        ['agent:id:*', 'allow'],
        ['agent:group:*', 'allow'],
      ],
      [
        ['agent:id:007', 'deny'],
        ['agent:group:north', 'deny'],
        ['agent:id:*', 'allow'],
        ['agent:id:008', 'allow'],
      ],
    ]
    const partly: Entries[] = [
      [['agent:group:north', 'allow']],
      [
        ['agent:id:*', 'allow'],
        ['agent:group:no-such-group', 'deny'],
      ],
      [
        ['agent:id:*', 'allow'],
        ['agent:id:007', 'deny'],
      ],
    ]
    expect(wholly.map((read) => scopeKind(scopeOf('white', read)))).toEqual(['all', 'all', 'all'])
    expect(partly.map((read) => scopeKind(scopeOf('white', read)))).toEqual(['limited', 'limited', 'limited'])
    expect(scopeKind(scopeOf('black', []))).toBe('all')
    expect(scopeKind(scopeOf('white', []))).toBe('nothing')
    expect(scopeKind(scopeOf('black', [['agent:id:*', 'deny']]))).toBe('nothing')
    expect(seesWholeManager(scopeOf('white', [['agent:id:*', 'allow']]), 'main')).toBe(true)
  })

  it('says nothing of other managers', () => {
    const scope = scopeOf('white', [['agent:id:*', 'allow']])
    expect(inScope(scope, { manager: 'other', id: '001', groups: [] })).toBe(false)
    expect(seesWholeManager(scope, 'other')).toBe(false)
  })

  it('shows agent 000 by its id, never by allowing groups, and hides it when all groups are denied', () => {
    const card = (...read: Entries) => seesCard(scopeOf('white', read), 'main')
    expect(card(['agent:id:*', 'allow'])).toBe(true)
    expect(card(['agent:id:000', 'allow'])).toBe(true)
    expect(card(['agent:group:*', 'allow'])).toBe(false)
    expect(card(['agent:id:*', 'allow'], ['agent:group:*', 'allow'])).toBe(true)
    expect(card(['agent:id:*', 'allow'], ['agent:group:*', 'deny'])).toBe(false)
    expect(card(['agent:id:*', 'allow'], ['agent:group:north', 'deny'])).toBe(true)
    expect(card(['agent:id:*', 'allow'], ['agent:id:000', 'deny'])).toBe(false)
    expect(seesCard(scopeOf('black', []), 'main')).toBe(true)
  })

  it('fails closed on what it cannot know', () => {
    const all: Entries = [['agent:id:*', 'allow']]
    const kinds = (read: Entries, rbacMode: Mode = 'white') => scopeKind(scopeOf(rbacMode, read))
    expect(kinds([...all, ['agent:label:secret', 'deny']])).toBe('nothing')
    expect(kinds([['agent:label:secret', 'deny'], ...all])).toBe('all')
    expect(kinds([['agent:label:open', 'allow']])).toBe('nothing')
    for (const broken of ['', 'agent', 'agent:id', 'agent:id:1:2', '*']) {
      expect(kinds([...all, [broken, 'allow']])).toBe('nothing')
      expect(kinds([[broken, 'deny'], ...all], 'black')).toBe('nothing')
    }
  })

  it('reads the rights on groups by name, the later first', () => {
    const names = (rbacMode: Mode, ...groups: Entries) =>
      ['north', 'south'].filter((name) => seesGroup(scopeOf(rbacMode, [], groups), 'main', name))
    expect(names('white')).toEqual([])
    expect(names('black')).toEqual(['north', 'south'])
    expect(names('white', ['group:id:north', 'allow'])).toEqual(['north'])
    expect(names('white', ['group:id:*', 'allow'], ['group:id:north', 'deny'])).toEqual(['south'])
    expect(names('white', ['group:id:north', 'deny'], ['group:id:*', 'allow'])).toEqual(['north', 'south'])
    expect(names('black', ['group:id:north', 'deny'])).toEqual(['south'])
    expect(names('black', ['group:name:x', 'deny'])).toEqual([])
    expect(names('black', ['group', 'allow'])).toEqual([])
  })

  it('takes hostile names as names', () => {
    const scope = scopeOf('white', [
      ['agent:group:__proto__', 'allow'],
      ['agent:group:constructor', 'deny'],
    ])
    const visible = [['__proto__'], ['constructor'], ['toString'], []].map((groups) =>
      inScope(scope, { manager: 'main', id: '005', groups }),
    )
    expect(visible).toEqual([true, false, false, false])
  })
})

function ownOf(scope: ReturnType<typeof scopeFromPolicies>): ManagerScope {
  const own = scope.kind === 'limited' ? scope.managers.get('main') : undefined
  if (!own) throw new Error('no rights at the manager')
  return own
}
