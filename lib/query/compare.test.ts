import { expect, test } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { AGENT_STATUSES, SYNC_STATES } from '#lib/agent/status.ts'
import { compareAgents } from './compare.ts'
import type { SortableField } from './fields.ts'

const BASE: Agent = {
  manager: 'm',
  managerName: 'm',
  id: '001',
  name: 'n',
  ip: null,
  registerIp: null,
  status: 'active',
  statusCode: null,
  statusSince: null,
  statusSincePrecision: 'exact',
  groups: [],
  os: { name: null, version: null, platform: null, arch: null },
  version: null,
  outdated: null,
  nodeName: null,
  managerHost: null,
  dateAdd: null,
  lastKeepAlive: null,
  seenAt: null,
  disconnectionTime: null,
  groupConfigStatus: 'unknown',
  syncSince: null,
  syncSincePrecision: 'exact',
  mergedSum: null,
  configSum: null,
  expected: null,
  flaps: 0,
  alias: null,
  tags: [],
}

/** Agents that differ in one value, with rising ids. */
function vary<T>(values: readonly T[], change: (value: T) => Partial<Agent>): Agent[] {
  return values.map((value, i) => ({ ...BASE, id: String(i + 1).padStart(3, '0'), ...change(value) }))
}

function expectOrder<T>(field: SortableField, values: readonly T[], change: (value: T) => Partial<Agent>): void {
  const given = vary(values, change)
  expect(given.toReversed().sort(compareAgents({ field, descending: false }))).toEqual(given)
  expect(given.toSorted(compareAgents({ field, descending: true }))).toEqual(given.toReversed())
}

test('names go without case and by the value of their numbers', () => {
  expectOrder('name', ['', 'db', 'WEB-1', 'web-2', 'Web-010', 'web-11b', 'web-a', 'Ärger', '日本'], (name) => ({ name }))
})

test('ids go by number', () => {
  expectOrder('id', ['002', '010', '999', '1000'], (id) => ({ id }))
})

test('addresses go by value, IPv4 before IPv6 before words', () => {
  expectOrder(
    'ip',
    ['9.0.0.1', '10.0.0.0/8', '10.0.0.0/16', '10.0.0.0', '10.0.0.9', '10.0.0.10', '::1', 'fe80::2', 'FE80::10', 'any'],
    (ip) => ({
      ip,
    }),
  )
})

test('versions go by number, texts without one last', () => {
  expectOrder('version', ['Wazuh v4.9.2', 'v4.10', '4.14.0', 'Wazuh v4.14.7', '5', 'sid'], (version) => ({ version }))
})

test('words of the manager go in their order on screen', () => {
  expectOrder('status', AGENT_STATUSES, (status) => ({ status }))
  expectOrder('group_config_status', SYNC_STATES, (groupConfigStatus) => ({ groupConfigStatus }))
})

test('groups go by their joined text, false before true, times by value', () => {
  expectOrder('group', [['a'], ['a', 'b'], ['a2'], ['a10'], ['B', 'a']], (groups) => ({ groups }))
  expectOrder('outdated', [false, true], (outdated) => ({ outdated }))
  expectOrder('dateAdd', [-5, 0, 9, 10], (dateAdd) => ({ dateAdd }))
})

test('agents without value come last in both directions', () => {
  const agents = vary([null, 5, null, 7], (statusCode) => ({ statusCode }))
  const ids = (descending: boolean) =>
    agents.toSorted(compareAgents({ field: 'status_code', descending })).map((agent) => agent.id)
  expect(ids(false)).toEqual(['002', '004', '001', '003'])
  expect(ids(true)).toEqual(['004', '002', '001', '003'])
})

test('managers go by what they are called, and not by their ids', () => {
  const names = ['Aachen', 'berlin 2', 'Berlin 10', 'Ärzte']
  expectOrder('manager', names, (managerName) => ({ manager: `x${9 - names.indexOf(managerName)}`, managerName }))
})

test('equal agents go by manager, then id, ascending in both directions', () => {
  const agents = [
    { ...BASE, manager: 'a', id: '999', name: 'WEB-1' },
    { ...BASE, manager: 'a', id: '1000', name: 'web-01' },
    { ...BASE, manager: 'b', id: '001', name: 'web-1' },
  ]
  for (const descending of [false, true])
    expect(agents.toReversed().sort(compareAgents({ field: 'name', descending }))).toEqual(agents)
})
