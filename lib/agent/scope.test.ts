import { expect, test } from 'vitest'
import {
  type Effect,
  inScope,
  type ManagerScope,
  NO_AGENTS,
  SCOPE_ALL,
  type Scope,
  scopeKind,
  seesCard,
  seesGroup,
  seesManager,
  seesWholeManager,
  WHOLE_MANAGER,
} from './scope.ts'

const agent = { manager: 'emea', id: '007', groups: ['lyon', 'windows'] }

function limited(own: Partial<ManagerScope>): Scope {
  return { kind: 'limited', managers: new Map([['emea', { ...NO_AGENTS, ...own }]]) }
}

function rule(effect: Effect, ids: number[], groups: string[] = []) {
  return { effect, ids: new Set(ids), groups: new Set(groups) }
}

test('everything is visible without limits, and nothing of a manager that is not listed', () => {
  expect(inScope(SCOPE_ALL, agent)).toBe(true)
  expect(inScope({ kind: 'limited', managers: new Map() }, agent)).toBe(false)
  expect(inScope(limited(WHOLE_MANAGER), { ...agent, manager: 'apac' })).toBe(false)
})

test('an agent is visible by its id or by one of its groups', () => {
  expect(inScope(limited({}), agent)).toBe(false)
  expect(inScope(limited(WHOLE_MANAGER), agent)).toBe(true)
  expect(inScope(limited({ rules: [rule('allow', [7])] }), agent)).toBe(true)
  expect(inScope(limited({ rules: [rule('allow', [70])] }), agent)).toBe(false)
  expect(inScope(limited({ rules: [rule('allow', [], ['windows'])] }), agent)).toBe(true)
  expect(inScope(limited({ rules: [rule('allow', [], ['Windows'])] }), agent)).toBe(false)
})

test('the last rule that covers an agent decides over it', () => {
  const rules = [rule('deny', [], ['lyon']), rule('allow', [7]), rule('deny', [8], ['paris'])]
  expect(inScope(limited({ base: 'allow', rules }), agent)).toBe(true)
  expect(inScope(limited({ base: 'allow', rules }), { ...agent, id: '009' })).toBe(false)
  expect(inScope(limited({ base: 'allow', rules }), { ...agent, groups: ['lyon', 'paris'] })).toBe(false)
  expect(inScope(limited({ base: 'allow', rules }), { ...agent, id: '009', groups: [] })).toBe(true)
})

test('agent 000 is visible on its own account only', () => {
  const card = { manager: 'emea', id: '000', groups: [] }
  expect(inScope(SCOPE_ALL, card)).toBe(true)
  expect(inScope(limited({ base: 'allow' }), card)).toBe(false)
  expect(inScope(limited({ card: true }), card)).toBe(true)
  expect(seesCard(limited({ card: true }), 'apac')).toBe(false)
})

test('a group’s own data is visible by its name', () => {
  const groups = { base: 'allow', except: new Set(['lyon']) } as const
  expect(seesGroup(limited({ groups }), 'emea', 'paris')).toBe(true)
  expect(seesGroup(limited({ groups }), 'emea', 'lyon')).toBe(false)
  expect(seesGroup(limited({ groups }), 'apac', 'paris')).toBe(false)
  expect(seesGroup(limited({}), 'emea', 'paris')).toBe(false)
  expect(seesGroup(SCOPE_ALL, 'emea', 'lyon')).toBe(true)
})

test('whole, partial and empty rights are told apart', () => {
  const exceptOne = limited({ base: 'allow', rules: [rule('deny', [7])] })
  expect([limited(WHOLE_MANAGER), exceptOne, limited({})].map(scopeKind)).toEqual(['all', 'limited', 'nothing'])
  expect(scopeKind(SCOPE_ALL)).toBe('all')
  expect(scopeKind({ kind: 'limited', managers: new Map() })).toBe('nothing')
  expect([limited(WHOLE_MANAGER), exceptOne].map((scope) => seesWholeManager(scope, 'emea'))).toEqual([true, false])
  expect(seesWholeManager(limited(WHOLE_MANAGER), 'apac')).toBe(false)
  expect(seesManager(limited({}), 'emea')).toBe(true)
})
