import { describe, expect, it } from 'vitest'
import { readPolicies, readsEveryAgent } from './policies.ts'

const of = (agentRead: Record<string, unknown>, mode = 'white') => readPolicies({ 'agent:read': agentRead, rbac_mode: mode })
const reads = (agentRead: Record<string, unknown>, mode = 'white') => {
  const policies = of(agentRead, mode)
  if (!policies) throw new Error('not read')
  return readsEveryAgent(policies)
}

describe('readsEveryAgent', () => {
  it('is true for an allow-all that nothing is taken from', () => {
    expect(reads({ 'agent:id:*': 'allow', 'agent:group:*': 'allow' })).toBe(true)
    expect(reads({ 'agent:id:007': 'deny', 'agent:id:*': 'allow' })).toBe(true)
    expect(reads({ 'agent:id:*': 'allow', 'agent:id:008': 'allow' })).toBe(true)
  })

  it('is false for some agents, some groups, and for a denial after the allow-all', () => {
    expect(reads({})).toBe(false)
    expect(reads({ 'agent:group:web': 'allow' })).toBe(false)
    expect(reads({ 'agent:group:*': 'allow' })).toBe(false)
    expect(reads({ 'agent:id:*': 'allow', 'agent:id:007': 'deny' })).toBe(false)
    expect(reads({ 'agent:id:*': 'allow', 'agent:group:*': 'deny' })).toBe(false)
    expect(reads({ 'agent:id:*': 'deny' })).toBe(false)
    expect(reads({ 'agent:id:*': 'a new word' })).toBe(false)
  })

  it('starts from everything in black mode', () => {
    expect(reads({}, 'black')).toBe(true)
    expect(reads({ 'agent:id:007': 'deny' }, 'black')).toBe(false)
    expect(reads({ 'agent:id:007': 'deny', 'agent:id:*': 'allow' }, 'black')).toBe(true)
  })
})

describe('readPolicies', () => {
  it('gives one text for the same rights, whatever the order of actions', () => {
    const one = readPolicies({
      rbac_mode: 'white',
      'agent:read': { 'agent:id:*': 'allow' },
      'group:read': { 'group:id:*': 'allow' },
    })
    const other = readPolicies({
      'group:read': { 'group:id:*': 'allow' },
      'agent:read': { 'agent:id:*': 'allow' },
      rbac_mode: 'white',
    })
    expect(one?.text).toBe(other?.text)
  })

  it('gives another text when a right, the mode or the order within an action changes', () => {
    const texts = [
      of({ a: 'allow', b: 'deny' }),
      of({ b: 'deny', a: 'allow' }),
      of({ a: 'allow' }),
      of({ a: 'deny' }),
      of({ a: 'allow' }, 'black'),
    ].map((policies) => policies?.text)
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('refuses what is no policies', () => {
    expect(readPolicies({})).toBeNull()
    expect(readPolicies({ rbac_mode: 'grey' })).toBeNull()
    expect(readPolicies({ rbac_mode: 'white', 'agent:read': 'allow' })).toBeNull()
  })

  it('takes hostile keys as plain names', () => {
    const data: Record<string, unknown> = JSON.parse(
      '{"rbac_mode":"white","__proto__":{"polluted":"allow"},"agent:read":{"__proto__":"allow"}}',
    )
    expect(readPolicies(data)?.actions.get('__proto__')?.get('polluted')).toBe('allow')
    expect('polluted' in {}).toBe(false)
  })
})
