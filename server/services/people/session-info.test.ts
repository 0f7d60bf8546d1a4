import { expect, it } from 'vitest'
import { scopeFromPolicies } from '#lib/agent/scope-from-policies.ts'
import { NO_WAYS } from '#test/no-ways.ts'
import { sessionInfo } from './session-info.ts'
import type { Session } from './sessions.ts'

const MAIN = { id: 'main', name: 'Main' }

function infoOf(resource: string) {
  const actions = new Map([['agent:read', new Map([[resource, 'allow']] as const)]])
  const scope = scopeFromPolicies({ rbacMode: 'white', actions }, 'main')
  const session: Session = {
    ...{ id: 'x', username: 'ada', manager: 'main', expiresAt: 0, scope, inventory: scope },
    ...{ administrator: false, defaultPassword: false, others: [] },
    callsAt: () => null,
  }
  return sessionInfo(session, { demo: false, managers: [MAIN], ways: NO_WAYS })
}

it('tells other rights apart also where their words are the same, and says the same of the same', () => {
  const [one, other] = [infoOf('agent:id:001'), infoOf('agent:id:002')]
  expect(one.managers[0]?.limits).toEqual({ kind: 'only', groups: [], groupCount: 0, agentCount: 1 })
  expect(one.managers).toEqual(other.managers)
  expect(one.rights).not.toBe(other.rights)
  expect(infoOf('agent:id:001')).toEqual(one)
})
