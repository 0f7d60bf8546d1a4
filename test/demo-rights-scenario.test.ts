import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '#demo/start.ts'
import { askDemo, bearer } from './demo-client.ts'

/*
 * A person with rights on single agents and groups, some of them taken back, goes through everything that reads or
 * changes agents. The expected answers are what the manager's own integration tests expect of such a person.
 */
const groupsOf: Readonly<Record<string, readonly string[]>> = {
  '001': ['default', 'group1'],
  '002': ['default', 'group2'],
  '003': ['default', 'group3'],
  '004': ['default'],
  '005': ['default', 'group1', 'group2'],
  '006': ['default', 'group2', 'group3'],
  '007': ['default', 'group1', 'group3'],
  '008': ['default', 'group1', 'group2', 'group3'],
  '009': ['default', 'group1'],
  '010': ['default', 'group2'],
  '011': [],
  '012': [],
}
const linux = { name: 'Ubuntu', platform: 'ubuntu', major: '24', minor: '04', version: '24.04 LTS' }

function agent(id: string) {
  const number = Number(id)
  const group = groupsOf[id] ?? []
  const ground = { id, name: `agent${number}`, ip: 'any', registerIP: 'any', dateAdd: '2026-11-21T09:00:00Z' }
  if (number > 10) return { ...ground, status: 'never_connected', node_name: 'unknown', group_config_status: 'not synced' }
  const status = number > 8 ? { status: 'disconnected', disconnection_time: '2021-07-05T00:00:00Z' } : { status: 'active' }
  const version = number > 8 ? 'Wazuh v4.9.2' : number > 4 ? 'Wazuh v4.14.1' : 'Wazuh v4.14.7'
  const lastKeepAlive = number > 8 ? '2021-07-04T23:00:00Z' : '2026-11-21T09:59:55Z'
  const sync = number > 8 ? 'not synced' : 'synced'
  return { ...ground, ...status, group, version, lastKeepAlive, node_name: 'node01', group_config_status: sync, os: linux }
}

const manager = { id: '000', name: 'm', ip: '127.0.0.1', status: 'active', version: 'Wazuh v4.14.7', os: linux }
const ids = (...numbers: readonly string[]) => numbers.map((id) => `agent:id:${id}`)
const rules: readonly (readonly [effect: 'allow' | 'deny', actions: string[], resources: string[]])[] = [
  ['allow', ['agent:read'], ids('000', '002', '004', '006', '008', '010', '012')],
  ['allow', ['agent:delete'], ids('001', '003', '005', '007', '009', '011')],
  ['allow', ['agent:reconnect', 'agent:restart'], ['agent:id:*']],
  ['deny', ['agent:reconnect', 'agent:restart'], ['agent:group:group2']],
  ['allow', ['agent:modify_group'], ids('000', '001', '002', '005', '006', '008', '003', '011', '999', '007')],
  ['deny', ['agent:create', 'group:create'], ['*:*:*']],
  ['allow', ['group:read', 'group:modify_assignments'], ['group:id:*']],
  ['allow', ['group:delete'], ['group:id:default', 'group:id:group1', 'group:id:group3', 'group:id:pepito']],
  ['deny', ['group:modify_assignments'], ['group:id:group1']],
  ['deny', ['group:read'], ['group:id:group3']],
]
const policies = rules.map(([effect, actions, resources], index) => ({
  id: 300 + index,
  name: `p${index}`,
  policy: { actions, resources, effect },
}))

/** What came of a call: its status, what it touched, and what failed by number; or the number it was refused with. */
function outcome(status: number, text: string): unknown {
  const body = JSON.parse(text)
  if (status !== 200) return [status, body.error]
  if (!body.data) return [200, body.message]
  const { affected_items: items, failed_items: failed } = body.data
  const touched = items.map((item: { id?: string; name?: string } | string) =>
    typeof item === 'string' ? item : (item.id ?? item.name),
  )
  const failures = failed.map((entry: { error: { code: number }; id: string[] }) => [entry.error.code, entry.id])
  return failures.length > 0 ? [touched, Object.fromEntries(failures)] : [touched]
}

const denied = [403, 4000]

describe('a person with rights on some agents and groups', () => {
  let demo: Demo
  let person: Record<string, string>
  beforeAll(async () => {
    const groups = ['default', 'group1', 'group2', 'group3'].map((name) => ({ name, mergedSum: 'a', configSum: 'b' }))
    const fleet = { agents: [manager, ...Object.keys(groupsOf).map(agent)], groups }
    const roles = [{ id: 300, name: 'some', policies: policies.map(({ id }) => id) }]
    const users = [{ username: 'person', password: 'person', roles: ['some'] }]
    const moment = Date.parse('2026-11-21T10:00:00Z')
    demo = await startDemo({
      fleet,
      frozen: true,
      requestsPerMinute: 0,
      clock: { now: () => moment },
      policies: { policies, roles, users },
    })
    person = await bearer(demo, 'person')
  })
  afterAll(() => demo.stop())

  // In this order: what is removed, stays removed.
  it.each<[string, string, unknown]>([
    ['GET', '/agents', [['000', '002', '004', '006', '008', '010', '012']]],
    ['GET', '/agents?agents_list=001,003', denied],
    ['GET', '/agents?agents_list=001,003,004,005,006', [['004', '006'], { 4000: ['001', '003', '005'] }]],
    ['GET', '/agents?name=agent1', [[]]],
    ['GET', '/agents/005/key', denied],
    ['GET', '/agents/001/daemons/stats', denied],
    ['GET', '/agents/003/config/agent/client', denied],
    ['GET', '/agents/003/stats/logcollector', denied],
    ['GET', '/groups', [['default', 'group1', 'group2']]],
    ['GET', '/groups?groups_list=group3', denied],
    ['GET', '/groups?groups_list=default,group2,group3', [['default', 'group2'], { 4000: ['group3'] }]],
    ['GET', '/groups/group2/agents', [['002', '006', '008', '010']]],
    ['GET', '/groups/group3/agents', denied],
    ['GET', '/agents/no_group', [['012']]],
    ['GET', '/agents/outdated', [['006', '008', '010']]],
    ['GET', '/agents/summary/os', [['ubuntu']]],
    ['DELETE', '/agents/001/group/group1', denied],
    ['DELETE', '/agents/004/group/group3', denied],
    ['DELETE', '/agents/999/group/default', [404, 1701]],
    ['DELETE', '/agents/999/group/group1', denied],
    ['DELETE', '/agents/002/group/group3', [400, 1734]],
    ['DELETE', '/agents/002/group/group2', [200, "Agent '002' removed from 'group2'."]],
    ['DELETE', '/agents/009/group', denied],
    ['DELETE', '/agents/001/group?groups_list=group1', denied],
    ['DELETE', '/agents/006/group', [['group2', 'group3']]],
    ['DELETE', '/agents/005/group', [['default', 'group2']]],
    ['DELETE', '/agents/007/group?groups_list=group1,group3,group2', [['group3'], { 1734: ['group2'], 4000: ['group1'] }]],
    ['DELETE', '/agents/group?group_id=wrong_group&agents_list=all', [404, 1710]],
    ['DELETE', '/agents/group?group_id=group1&agents_list=all', denied],
    ['DELETE', '/agents/group?group_id=group2&agents_list=all', [['008']]],
    [
      'DELETE',
      '/agents/group?group_id=group3&agents_list=004,007,008,998,999',
      [['008'], { 1701: ['999'], 1734: ['007'], 4000: ['004', '998'] }],
    ],
    ['DELETE', '/agents/group?group_id=default&agents_list=001,008', [['001', '008']]],
    ['DELETE', '/groups?groups_list=group2', denied],
    ['DELETE', '/groups?groups_list=group3', [['group3']]],
    ['DELETE', '/groups?groups_list=all', [['group1']]],
    [
      'DELETE',
      '/groups?groups_list=default,group1,group2,pepito,antonio',
      [[], { 1710: ['group1', 'pepito'], 1712: ['default'], 4000: ['antonio', 'group2'] }],
    ],
    ['DELETE', '/agents?agents_list=002&status=all', denied],
    ['DELETE', '/agents?agents_list=001&older_than=0s&status=all', [['001']]],
    ['DELETE', '/agents?agents_list=000,007,999&older_than=0s&status=all', [['007'], { 4000: ['000', '999'] }]],
    ['DELETE', '/agents?agents_list=all&older_than=0s&status=all', [['003', '005', '009', '011']]],
    ['POST', '/agents/insert/quick?agent_name=new', denied],
    ['PUT', '/agents/group?group_id=wrong_group', [404, 1710]],
    ['PUT', '/agents/group?group_id=group1', denied],
    ['PUT', '/agents/group?group_id=group2&agents_list=004,009,010', denied],
    ['PUT', '/agents/group?group_id=group2&agents_list=001,002,005', [['002'], { 1701: ['001', '005'] }]],
    ['PUT', '/agents/group?group_id=group2', [['006', '008']]],
    ['PUT', '/agents/group/default/restart', [['004'], { 4000: ['002', '006', '008', '010'] }]],
    ['PUT', '/agents/reconnect?agents_list=997', [[], { 1701: ['997'] }]],
    ['PUT', '/agents/reconnect?agents_list=010', denied],
    ['PUT', '/agents/reconnect?agents_list=000,001,002,004', [['004'], { 1701: ['001'], 1703: ['000'], 4000: ['002'] }]],
    ['PUT', '/agents/reconnect', [['004']]],
    ['PUT', '/agents/restart?agents_list=000,001,002,004', [['004'], { 1701: ['001'], 1703: ['000'], 4000: ['002'] }]],
    ['PUT', '/agents/restart', [['004']]],
    ['PUT', '/agents/004/group/group2', denied],
    ['PUT', '/agents/008/group/group1', denied],
    ['PUT', '/agents/008/group/group3', [404, 1710]],
    ['PUT', '/agents/001/group/group2', [[], { 1701: ['001'] }]],
    ['PUT', '/agents/001/restart', [[], { 1701: ['001'] }]],
    ['PUT', '/agents/010/restart', denied],
    ['PUT', '/agents/004/restart', [['004']]],
  ])('%s %s', async (method, path, expected) => {
    const answer = await askDemo(demo, path, { method, headers: person })
    expect(outcome(answer.status, answer.text)).toEqual(expected)
    if (answer.status === 403) expect(Object.keys(JSON.parse(answer.text).dapi_errors)).toEqual(['unknown-node'])
  })
})
