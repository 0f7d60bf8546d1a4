import { expect, test } from 'vitest'
import { inScope, type ManagerScope, SCOPE_ALL } from './scope.ts'

const agent = { manager: 'emea', id: '007', groups: ['lyon', 'windows'] }

function limited(own: Partial<ManagerScope>) {
  return {
    kind: 'limited',
    managers: new Map([['emea', { ids: new Set<number>(), groups: new Set<string>(), ...own }]]),
  } as const
}

test('everything is visible without limits, and nothing of a manager that is not listed', () => {
  expect(inScope(SCOPE_ALL, agent)).toBe(true)
  expect(inScope({ kind: 'limited', managers: new Map() }, agent)).toBe(false)
  expect(inScope(limited({ ids: 'all' }), { ...agent, manager: 'apac' })).toBe(false)
})

test('an agent is visible by its id or by one of its groups', () => {
  expect(inScope(limited({}), agent)).toBe(false)
  expect(inScope(limited({ ids: 'all' }), agent)).toBe(true)
  expect(inScope(limited({ ids: new Set([7]) }), agent)).toBe(true)
  expect(inScope(limited({ ids: new Set([70]) }), agent)).toBe(false)
  expect(inScope(limited({ groups: new Set(['windows']) }), agent)).toBe(true)
  expect(inScope(limited({ groups: new Set(['Windows']) }), agent)).toBe(false)
})
