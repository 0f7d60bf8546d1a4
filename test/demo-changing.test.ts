import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Demo, startDemo } from '#demo/start.ts'
import { agent, call, known, outcome, policy, startSmallDemo } from './demo-changing-rig.ts'

let demo: Demo

beforeEach(async () => {
  demo = await startSmallDemo()
})
afterEach(() => demo.stop())

describe('restarting', () => {
  it.each([
    ['/agents/restart', '0 [001,002,003,1024]  | Restart command was sent to all agents'],
    [
      '/agents/restart?agents_list=1024,001,001,000,004,005,006,999',
      '2 [001,1024] 1701: 999; 1703: 000; 1707: 004,005,006 | Restart command was not sent to some agents',
    ],
    ['/agents/restart?agents_list=0001', '2 [001] 1701: 0001 | Restart command was not sent to some agents'],
    ['/agents/restart?agents_list=000', '1 [] 1703: 000 | Restart command was not sent to any agent'],
    ['/agents/006/restart', '1 [] 1707: 006 | Restart command was not sent to any agent'],
    ['/agents/group/default/restart', '0 [001,002,1024]  | Restart command was sent to all agents'],
    ['/agents/group/web/restart', '0 []  | Restart command was not sent to any agent'],
    ['/agents/group/nope/restart', '404 1710 The group does not exist'],
    ['/agents/reconnect?agents_list=002,001,002', '0 [001,002,002]  | Force reconnect command was sent to all agents'],
    ['/agents/reconnect?agents_list=0001,000', '1 [] 1701: 0001; 1703: 000 | Force reconnect command was not sent to any agent'],
    ['/agents/reconnect', '0 [001,002,003,1024]  | Force reconnect command was sent to all agents'],
  ])('answers PUT %s', async (path, expected) => {
    expect(await outcome(demo, 'PUT', path)).toBe(expected)
  })

  it('shows the agent stopping, starting and going on', async () => {
    await call(demo, 'PUT', '/agents/001/restart')
    expect(await agent(demo, '001')).toMatchObject({ status: 'active' })
    demo.control.advance(3500)
    expect(await agent(demo, '001')).toMatchObject({ status: 'disconnected', status_code: 3 })
    expect(await outcome(demo, 'PUT', '/agents/001/restart')).toContain('1707: 001')
    demo.control.advance(12_000)
    expect(await agent(demo, '001')).toMatchObject({ status: 'pending', status_code: 0, version: known.version })
    demo.control.advance(40_000)
    expect(await agent(demo, '001')).toMatchObject({ status: 'active' })
    demo.control.advance(600_000)
    const { lastKeepAlive } = await agent(demo, '001')
    expect(demo.control.now() - Date.parse(String(lastKeepAlive))).toBeLessThan(25_000)
  })

  it('knows the nodes of a cluster, and no node without one', async () => {
    const path = '/agents/node/worker1/restart'
    expect(await outcome(demo, 'PUT', path)).toMatch(/^400 3013 Cluster is not running/)
    const cluster = await startDemo({ agents: 60, workers: ['worker1'], requestsPerMinute: 0 })
    expect(await outcome(cluster, 'PUT', path)).toMatch(/^0 \[\d{3},.*\] {2}\| Restart command was sent to all agents$/)
    expect(await outcome(cluster, 'PUT', '/agents/node/worker9/restart')).toMatch(/^1 \[\] 1730: worker9/)
    await cluster.stop()
  })

  it('narrows in silence without names, fails by name with them, and refuses when nothing is left', async () => {
    demo.control.setPolicies('branch', [policy(['agent:restart', 'agent:read', 'agent:reconnect'], ['agent:group:branch-north'])])
    const restart = (path: string) => outcome(demo, 'PUT', path, undefined, 'branch')
    expect(await restart('/agents/restart')).toBe('0 [002]  | Restart command was sent to all agents')
    expect(await restart('/agents/reconnect')).toBe('0 [002]  | Force reconnect command was sent to all agents')
    expect(await restart('/agents/restart?agents_list=001,002')).toBe(
      '2 [002] 4000: 001 | Restart command was not sent to some agents',
    )
    expect(await restart('/agents/001/restart')).toBe('403 4000 Permission denied: Resource type: agent:id')
    expect(await restart('/agents/group/branch-north/restart')).toBe('403 4000 Permission denied: Resource type: group:id')
    expect(await outcome(demo, 'PUT', '/agents/restart', undefined, 'nobody')).toBe(
      '0 []  | Restart command was not sent to any agent',
    )
  })
})

describe('groups of agents', () => {
  const assigned = 'All selected agents were assigned to web'
  it.each([
    ['PUT', '/agents/group?group_id=web&agents_list=001,002,001', `0 [001,002]  | ${assigned}`],
    [
      'PUT',
      '/agents/group?group_id=default&agents_list=000,001,003,999',
      '2 [003] 1701: 999; 1703: 000; 1751: 001 | Some agents were not assigned to default',
    ],
    ['PUT', '/agents/group?group_id=default', '0 [003,005]  | All selected agents were assigned to default'],
    [
      'PUT',
      '/agents/002/group/web?force_single_group=true',
      '0 [002]  | All selected agents were assigned to web and removed from the other groups',
    ],
    ['PUT', '/agents/001/group/nope', '404 1710 The group does not exist'],
    ['PUT', '/agents/group?agents_list=001', "400  Missing query parameter 'group_id'"],
    ['DELETE', '/agents/002/group/branch-north', "200  Agent '002' removed from 'branch-north'."],
    [
      'DELETE',
      '/agents/003/group/branch-south',
      "200  Agent '003' removed from 'branch-south'. Agent reassigned to group default.",
    ],
    ['DELETE', '/agents/999/group/nope', '404 1701 Agent does not exist'],
    ['DELETE', '/agents/000/group/nope', '400 1703 Action not available for Manager (agent 000)'],
    ['DELETE', '/agents/001/group/nope', '404 1710 The group does not exist'],
    ['DELETE', '/agents/001/group/web', '400 1734 Error removing agent from group'],
    [
      'DELETE',
      '/agents/001/group/default',
      "400 1745 Agent only belongs to 'default' and it cannot be unassigned from this group.",
    ],
    ['DELETE', '/agents/002/group', '0 [branch-north]  | Specified agent was removed from returned groups'],
    [
      'DELETE',
      '/agents/002/group?groups_list=default,branch-north,web,nope',
      '2 [branch-north] 1710: nope; 1734: web; 1745: default | Specified agent was not removed from some groups',
    ],
    ['DELETE', '/agents/999/group', '404 1701 Agent does not exist'],
    [
      'DELETE',
      '/agents/group?group_id=default&agents_list=all',
      '2 [002] 1745: 001,004,006,1024 | Some agents were not removed from group default',
    ],
    [
      'DELETE',
      '/agents/group?group_id=branch-north&agents_list=002,002,001,000,999',
      '2 [002] 1701: 999; 1703: 000; 1734: 001,002 | Some agents were not removed from group branch-north',
    ],
    ['DELETE', '/agents/group?group_id=web&agents_list=all', '0 []  | No agent was removed from group web'],
    [
      'DELETE',
      '/groups?groups_list=web,default,nope,web',
      '2 [web,web] 1710: nope; 1712: default | Some groups were not deleted',
    ],
    ['DELETE', '/groups?groups_list=all', '0 [branch-north,branch-south,web]  | All selected groups were deleted'],
    ['DELETE', '/groups', "400  Missing query parameter 'groups_list'"],
  ])('answers %s %s', async (method, path, expected) => {
    const answer = await outcome(demo, method, path)
    const message = z.object({ message: z.string() }).safeParse(safeJson(answer.slice(5)))
    expect(message.success ? `${answer.slice(0, 5)}${message.data.message}` : answer).toBe(expected)
  })

  it('puts an agent out of step until it has fetched the new configuration', async () => {
    await call(demo, 'PUT', '/agents/001/group/web')
    expect(await agent(demo, '001')).toMatchObject({ group: ['default', 'web'], group_config_status: 'not synced' })
    demo.control.advance(90_000)
    expect(await agent(demo, '001')).toMatchObject({ group_config_status: 'synced' })
  })

  it('gives agents of a deleted group back to default', async () => {
    await call(demo, 'DELETE', '/groups?groups_list=branch-south')
    expect(await agent(demo, '003')).toMatchObject({ group: ['default'] })
    expect(await outcome(demo, 'PUT', '/agents/003/group/branch-south')).toBe('404 1710 The group does not exist')
  })

  it.each([
    ['web', '400 1711 The group already exists: web'],
    ['DEFAULT', '400 1711 The group already exists: DEFAULT'],
    ['ar.conf', '400 1713 Invalid group ID. Some IDs are restricted for internal purposes: ar.conf'],
    ['a\n', '400 1722 Incorrect format for group_id'],
    ['all', "400  'all' is not a 'group_names' - 'group_id'"],
    ['x'.repeat(129), `400  '${'x'.repeat(129)}' is too long - 'group_id'`],
  ])('refuses to create the group %j', async (name, expected) => {
    expect(await outcome(demo, 'POST', '/groups', { group_id: name })).toBe(expected)
  })

  it('creates a group whose merged configuration is there a few seconds later', async () => {
    const answer = await call(demo, 'POST', '/groups', { group_id: 'fresh' })
    expect(answer.text).toBe(`{"message": "Group 'fresh' created.", "error": 0}`)
    const read = async () => (await call(demo, 'GET', '/groups?groups_list=fresh')).text
    expect(await read()).not.toContain('mergedSum')
    demo.control.advance(10_000)
    expect(await read()).toContain('mergedSum')
  })

  it('needs rights on the group first, then on the agents', async () => {
    const may = (...policies: ReturnType<typeof policy>[]) => demo.control.setPolicies('branch', policies)
    const ask = (method: string, path: string) => outcome(demo, method, path, undefined, 'branch')
    const group = policy(['group:modify_assignments'], ['group:id:web', 'group:id:default'])
    may(policy(['agent:modify_group'], ['agent:id:001']))
    expect(await ask('PUT', '/agents/001/group/web')).toBe('403 4000 Permission denied: Resource type: group:id')
    may(group)
    expect(await ask('PUT', '/agents/001/group/web')).toBe('403 4000 Permission denied: Resource type: agent:id')
    expect(await ask('DELETE', '/agents/001/group/web')).toBe('403 4000 Permission denied: Resource type: agent:id')
    may(group, policy(['agent:modify_group'], ['agent:id:001', 'agent:id:002']))
    expect(await ask('PUT', '/agents/group?group_id=web&agents_list=001,002,003&force_single_group=true')).toBe(
      '2 [001] 1752: 002; 4000: 003 | Some agents were not assigned to web and removed from the other groups',
    )
  })

  it('stops at 128 groups', async () => {
    demo.control.setAgent('001', { group: Array.from({ length: 128 }, (_, index) => `g${index}`) })
    expect(await outcome(demo, 'PUT', '/agents/001/group/web')).toBe('1 [] 1737: 001 | No agents were assigned to web')
  })
})

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
