import { describe, expect, it } from 'vitest'
import { applyPolicyFile, defaultSecurity } from './policy-file.ts'
import { processPolicies } from './processed-policies.ts'

const policy = (id: number, effect: string, ...resources: string[]) => ({
  id,
  name: `p${id}`,
  policy: { actions: ['agent:read'], resources, effect },
})
const flattened = (...policies: ReturnType<typeof policy>[]) => {
  const { roles } = applyPolicyFile({ policies, roles: [{ id: 200, name: 'r', policies: policies.map(({ id }) => id) }] })
  const processed = processPolicies(roles.filter((role) => role.id === 200))
  return [...(processed.get('agent:read') ?? [])].map(([resource, effect]) => `${resource} ${effect}`)
}

describe('a file of policies', () => {
  it('adds accounts with roles by name or number, and keeps the rest', () => {
    const { accounts, roles, rbacMode } = applyPolicyFile({
      rbac_mode: 'black',
      policies: [policy(300, 'deny', 'agent:id:001')],
      roles: [{ id: 300, name: 'no-001', policies: ['p300'], rules: [{ id: 300, name: 'x', rule: { FIND: { a: 'b' } } }] }],
      users: [
        { username: 'ann', password: 'secret', allow_run_as: true, roles: ['no-001', 4] },
        { username: 'wazuh', roles: [{ id: 2 }] },
      ],
    })
    expect(rbacMode).toBe('black')
    const ann = accounts.find((account) => account.username === 'ann')
    expect(ann).toMatchObject({ password: 'secret', allowRunAs: true, roles: [{ name: 'no-001' }, { name: 'agents_readonly' }] })
    expect(accounts.find((account) => account.username === 'wazuh')).toMatchObject({
      password: 'wazuh',
      roles: [{ name: 'readonly' }],
    })
    expect(accounts).toHaveLength(defaultSecurity.accounts.length + 1)
    expect(roles.map((role) => role.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 100, 101, 300])
  })

  it('changes a policy in every role that has it', () => {
    const { accounts } = applyPolicyFile({ policies: [policy(4, 'deny', 'agent:id:*')] })
    const analyst = accounts.find((account) => account.username === 'analyst')
    expect(analyst?.roles[0]?.policies[0]).toMatchObject({ id: 4, effect: 'deny' })
  })

  it.each([
    [{ rbac_mode: 'grey' }, 'rbac_mode'],
    [{ users: 'ann' }, 'users is no list'],
    [{ users: [{ username: 'a', roles: ['nope'] }] }, 'users[0]: role "nope" is unknown'],
    [{ policies: [policy(1, 'perhaps', 'agent:id:*')] }, 'policies[0]: effect'],
    [{ policies: [policy(1, 'allow', 'agent')] }, 'policies[0]: "agent" is no resource'],
  ])('refuses %j', (file, message) => {
    expect(() => applyPolicyFile(file)).toThrow(message)
  })
})

describe('policies one after the other', () => {
  it('lets the later one replace the earlier on the same resource, and puts it last', () => {
    expect(flattened(policy(301, 'allow', 'agent:id:001', 'agent:id:002'), policy(302, 'deny', 'agent:id:001'))).toEqual([
      'agent:id:002 allow',
      'agent:id:001 deny',
    ])
  })

  it('lets a wildcard of ids take out single ids and all groups, and one of groups only groups', () => {
    expect(flattened(policy(301, 'deny', 'agent:id:001', 'agent:group:a'), policy(302, 'allow', 'agent:id:*'))).toEqual([
      'agent:id:* allow',
    ])
    expect(flattened(policy(301, 'deny', 'agent:id:001', 'agent:group:a'), policy(302, 'allow', 'agent:group:*'))).toEqual([
      'agent:id:001 deny',
      'agent:group:* allow',
    ])
    expect(flattened(policy(301, 'allow', 'agent:group:*', 'agent:id:*'))).toEqual(['agent:id:* allow'])
  })
})
