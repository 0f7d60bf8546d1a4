import { expect, it } from 'vitest'
import { scopeFromPolicies } from '#lib/agent/scope-from-policies.ts'
import { sessionInfo } from './session-info.ts'
import type { Session } from './sessions.ts'

function infoOf(resource: string) {
  const actions = new Map([['agent:read', new Map([[resource, 'allow']] as const)]])
  const scope = scopeFromPolicies({ rbacMode: 'white', actions }, 'main')
  const session: Session = {
    ...{ username: 'ada', manager: 'main', expiresAt: 0, scope, administrator: false, defaultPassword: false, others: [] },
    person: { token: () => Promise.reject(new Error('nobody asks')), reject: () => undefined, denied: () => undefined },
  }
  return sessionInfo(session, { demo: false, managers: [] })
}

it('tells other rights apart also where their words are the same, and says the same of the same', () => {
  const [one, other] = [infoOf('agent:id:001'), infoOf('agent:id:002')]
  expect(one.limits).toEqual(other.limits)
  expect(one.rights).not.toBe(other.rights)
  expect(infoOf('agent:id:001')).toEqual(one)
})
