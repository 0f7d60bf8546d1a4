import { expect, test } from 'vitest'
import {
  type Effect,
  inScope,
  type ManagerScope,
  NO_AGENTS,
  narrowScope,
  pickManagers,
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

test('a scope that is narrowed to some ids shows of those what it showed before, and nothing else of the manager', () => {
  const rights = limited({ rules: [rule('allow', [], ['lyon'])], card: true, groups: WHOLE_MANAGER.groups })
  const narrow = narrowScope(rights, new Map([['emea', new Set([7, 8])]]))
  expect(inScope(narrow, agent)).toBe(true)
  // Another endpoint under the same id is judged by the rights.
  expect(inScope(narrow, { ...agent, groups: ['oslo'] })).toBe(false)
  expect(inScope(narrow, { ...agent, id: '009' })).toBe(false)
  expect(seesCard(narrow, 'emea') || seesGroup(narrow, 'emea', 'lyon') || seesWholeManager(narrow, 'emea')).toBe(false)
  expect(seesManager(narrowScope(rights, new Map([['apac', new Set([7])]])), 'apac')).toBe(false)
  expect(scopeKind(narrowScope(SCOPE_ALL, new Map([['emea', new Set<number>()]])))).toBe('nothing')
  expect(inScope(narrowScope(narrow, new Map([['emea', new Set([7, 9])]])), { ...agent, id: '009' })).toBe(false)
})

test('of some managers a scope shows what it showed, and of others nothing', () => {
  const all = ['apac', 'emea']
  const isEmea = (manager: string) => manager === 'emea'
  expect(seesWholeManager(pickManagers(SCOPE_ALL, all, isEmea), 'emea')).toBe(true)
  expect(seesManager(pickManagers(SCOPE_ALL, all, isEmea), 'apac')).toBe(false)
  const own = limited({ rules: [rule('allow', [7])] })
  expect(inScope(pickManagers(own, all, isEmea), agent)).toBe(true)
  expect(
    seesManager(
      pickManagers(own, all, () => true),
      'apac',
    ),
  ).toBe(false)
  expect(
    seesManager(
      pickManagers(own, all, () => false),
      'emea',
    ),
  ).toBe(false)
  const narrow = narrowScope(own, new Map([['emea', new Set([9])]]))
  expect(inScope(pickManagers(narrow, all, isEmea), { ...agent, id: '009' })).toBe(false)
})
