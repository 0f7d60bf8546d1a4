import { describe, expect, it } from 'vitest'
import { judgeAccount } from './account-rights.ts'
import { readPolicies } from './policies.ts'

const judge = (data: Record<string, unknown>, mode = 'white') => {
  const policies = readPolicies({ ...data, rbac_mode: mode })
  if (!policies) throw new Error('not read')
  return judgeAccount(policies)
}
const AGENTS = { 'agent:read': { 'agent:id:*': 'allow', 'agent:group:*': 'allow' } }
const GROUPS = { 'group:read': { 'group:id:*': 'allow' } }

describe('the account that we collect with', () => {
  it('has nothing to be said of when it reads agents, groups and no more than reading', () => {
    const reading = {
      'cluster:read': { 'node:id:*': 'allow' },
      'manager:read': { '*:*:*': 'allow' },
      'cluster:status': { '*:*:*': 'allow' },
    }
    expect(judge({ ...AGENTS, ...GROUPS, ...reading })).toEqual({ hidden: [], excess: [] })
  })

  it('is told what its rights hide', () => {
    expect(judge({}).hidden).toEqual(['agents', 'groups', 'card'])
    expect(judge(AGENTS).hidden).toEqual(['groups'])
    expect(judge({ ...GROUPS, 'agent:read': { 'agent:group:north': 'allow' } }).hidden).toEqual(['agents', 'card'])
    expect(judge({ ...AGENTS, 'group:read': { 'group:id:*': 'allow', 'group:id:north': 'deny' } }).hidden).toEqual(['groups'])
    expect(judge({ ...GROUPS, 'agent:read': { 'agent:id:*': 'allow', 'agent:id:007': 'deny' } }).hidden).toEqual(['agents'])
  })

  it('is told what it may do beyond reading, the manager’s own accounts included', () => {
    const more = {
      'agent:delete': { 'agent:id:*': 'allow' },
      'agent:restart': { 'agent:id:007': 'allow' },
      'cluster:update_config': { 'node:id:*': 'deny' },
      'security:read': { 'user:id:*': 'allow' },
    }
    expect(judge({ ...AGENTS, ...GROUPS, ...more }).excess).toEqual(['agent:delete', 'agent:restart', 'security:read'])
  })

  it('may do in black mode whatever is not denied for all', () => {
    expect(judge({}, 'black')).toMatchObject({ hidden: [], excess: expect.arrayContaining(['agent:delete', 'security:update']) })
    expect(judge({ 'agent:delete': { 'agent:id:*': 'deny' } }, 'black').excess).not.toContain('agent:delete')
    expect(judge({ 'agent:delete': { 'agent:id:007': 'deny' } }, 'black').excess).toContain('agent:delete')
  })
})
