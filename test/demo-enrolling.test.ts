import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Demo } from '#demo/start.ts'
import { agent, call, enrolled, outcome, problem, startSmallDemo } from './demo-changing-rig.ts'

let demo: Demo

beforeEach(async () => {
  demo = await startSmallDemo()
})
afterEach(() => demo.stop())

describe('deleting', () => {
  const unmet = 'some of the requirements are not met -> '
  it.each([
    [
      'agents_list=001,004,999,000&status=disconnected&older_than=10d',
      '2 [004] 1701: 999; 1703: 000; 1731: 001 | Some agents were not deleted',
    ],
    ['agents_list=all&status=all&older_than=0s', '0 [001,002,003,004,005,006,1024]  | All selected agents were deleted'],
    ['agents_list=all&status=never_connected', '0 []  | No agents were deleted'],
    ['agents_list=all&status=never_connected&older_than=30s', '0 [005]  | All selected agents were deleted'],
    ['agents_list=all&status=all&older_than=0s&group=branch-north', '0 [002]  | All selected agents were deleted'],
    ['agents_list=all&status=all&older_than=0s&q=name~1024', '0 [1024]  | All selected agents were deleted'],
    [
      'agents_list=all&status=all&q=name',
      '400 1407 Query does not match expected format: name;(lastKeepAlive>7d;status!=never_connected,dateAdd>7d;status=never_connected)',
    ],
    ['agents_list=all&status=gone', /^400 {2}'gone' is not one of \['all', 'active'/],
  ])('answers DELETE /agents?%s', async (query, expected) => {
    const answer = await outcome(demo, 'DELETE', `/agents?${query}`)
    if (typeof expected === 'string') expect(answer).toBe(expected)
    else expect(answer).toMatch(expected)
  })

  it('says which requirements were not met, in its own order', async () => {
    const answer = await call(
      demo,
      'DELETE',
      '/agents?os.name=x&name=y&q=id>1&version=4.1.0&agents_list=001&status=active,pending',
    )
    expect(answer.text).toContain(
      `${unmet}status: ['active', 'pending'], older_than: 7d, version: wazuh v4.1.0, name: y, os.name: x, q: id>1`,
    )
  })

  it('leaves nothing of an agent, and does not give its id again', async () => {
    await call(demo, 'DELETE', '/agents?agents_list=1024&status=all&older_than=0s')
    expect(await outcome(demo, 'GET', '/agents?agents_list=1024')).toContain('1701: 1024')
    const { data } = enrolled.parse(JSON.parse((await call(demo, 'POST', '/agents', { name: 'next' })).text))
    expect(data.id).toBe('1025')
  })
})

describe('enrolling', () => {
  async function enrol(path: string, body?: unknown) {
    const answer = await call(demo, 'POST', path, body)
    const read = enrolled.safeParse(JSON.parse(answer.text))
    if (read.success) return `${read.data.data.id} ${Buffer.from(read.data.data.key, 'base64')}`
    const { detail, error } = problem.parse(JSON.parse(answer.text))
    return `${answer.status} ${error ?? ''} ${detail}`
  }

  it.each([
    ['/agents', { name: 'web-9' }, /^1025 1025 web-9 any [0-9a-f]{64}$/],
    ['/agents', { name: 'web-9', ip: 'ANY' }, /^1025 1025 web-9 ANY [0-9a-f]{64}$/],
    ['/agents', { name: 'w' }, /^1025 1025 w any/],
    ['/agents', { name: 'web-9', ip: '10.0.0.0/24' }, /^1025 1025 web-9 10.0.0.0\/24/],
    [
      '/agents',
      { name: 'web-9', ip: '10.0.0.1/24' },
      /^400 1706 There is an agent with the same IP or the IP is invalid: 10.0.0.1\/24$/,
    ],
    ['/agents', { name: 'web-9', ip: '10.0.0.5' }, /^400 1706 .*: 10.0.0.5$/],
    ['/agents', { name: 'agent-001' }, /^400 1705 There is an agent with the same name: agent-001$/],
    ['/agents', { name: 'manager' }, /^400 1705/],
    ['/agents', { name: 'x'.repeat(129) }, /^400 1738 Agent name is too long$/],
    ['/agents', { name: 'x', id: '123' }, /^400 {2}Invalid field found {'id'}$/],
    ['/agents/insert', { name: 'x', id: '077', key: 'k'.repeat(64) }, /^077 077 x any k{64}$/],
    ['/agents/insert', { name: 'x', id: '001' }, /^400 1708 There is an agent with the same ID: 001$/],
    ['/agents/insert', { name: 'x', id: '20' }, /^400 {2}'20' is too short - 'id'$/],
    ['/agents/insert', { name: 'x', key: 'k'.repeat(63) }, /^400 {2}'k{63}' is too short - 'key'$/],
    ['/agents/insert', { name: 'agent-004' }, /^1025 1025 agent-004 any/],
    ['/agents/insert', { name: 'agent-004', force: { enabled: false } }, /^400 1705/],
    ['/agents/insert', { name: 'agent-004', force: { disconnected_time: { value: '20d' } } }, /^400 1705/],
    ['/agents/insert', { name: 'agent-004', force: { after_registration_time: '20d' } }, /^400 1705/],
    ['/agents/insert', { name: 'agent-001' }, /^400 1705/],
    ['/agents/insert', { name: 'agent-001', force: { disconnected_time: { enabled: false } } }, /^1025 1025 agent-001 any/],
    ['/agents/insert', { name: 'new' }, /^400 1705/],
    ['/agents/insert', { name: 'new', force: { after_registration_time: '0' } }, /^1025 1025 new any/],
    ['/agents', { name: 'new', force: { after_registration_time: '1m' } }, /^1025 1025 new any/],
    ['/agents/insert/quick?agent_name=quick-1', undefined, /^1025 1025 quick-1 any/],
    ['/agents/insert/quick?agent_name=agent-004', undefined, /^400 1705/],
    ['/agents/insert/quick', undefined, /^400 {2}Missing query parameter 'agent_name'$/],
  ])('answers POST %s %j', async (path, body, expected) => {
    expect(await enrol(path, body)).toMatch(expected)
  })

  it('shows the new agent as never connected, with its address in full', async () => {
    await enrol('/agents', { name: 'six', ip: 'fd12::1' })
    const full = 'FD12:0000:0000:0000:0000:0000:0000:0001'
    expect(await agent(demo, '1025')).toEqual({
      id: '1025',
      name: 'six',
      ip: full,
      registerIP: full,
      status: 'never_connected',
      status_code: 0,
      node_name: 'unknown',
      group_config_status: 'not synced',
      dateAdd: '2026-11-21T10:00:00+00:00',
    })
  })

  it('needs the right to create agents, which is asked for before the name', async () => {
    expect(await outcome(demo, 'POST', '/agents', { name: 'manager' }, 'analyst')).toBe(
      '403 4000 Permission denied: Resource type: *:*',
    )
  })
})
