import { expect, test } from 'vitest'
import type { AgentItem } from '#lib/contract/agents.ts'
import { agentRecord } from './agent-record.ts'

const AGENT: AgentItem = {
  ...{ manager: 'main', id: '007', name: 'web-7', ip: '10.0.0.7', registerIp: 'any', status: 'never_connected', statusCode: 4 },
  ...{ reason: 'no_keepalive', statusSince: null, statusSincePrecision: 'exact', groups: ['default', 'web'] },
  ...{ os: { name: 'Ubuntu', version: '22.04', platform: null, arch: null }, version: 'Wazuh v4.14.7', outdated: false },
  ...{ nodeName: null, managerHost: 'master', dateAdd: null, lastKeepAlive: '2025-11-21T09:42:13.000Z', seenAt: null },
  ...{ disconnectionTime: null, groupConfigStatus: 'unknown', syncSince: null, syncSincePrecision: 'exact' },
  ...{ mergedSum: null, configSum: 'ab73', quiet: false, gone: false, expected: false, expectedReason: null },
  ...{ expectedUntil: null, expectedBy: null, expectedAt: null, flaps: 0, alias: null, tags: [] },
}

test('tells every field by the manager’s name, with what its tool calls it, and its value where that is another', () => {
  const rows = new Map(agentRecord(AGENT).map(({ field, value, line }) => [field, [value, line]]))
  expect(rows.get('id')).toEqual(['007', 'Agent ID'])
  expect(rows.get('registerIP')).toEqual(['any', 'IP address'])
  expect(rows.get('status')).toEqual(['never_connected', 'Status: Never connected'])
  expect(rows.get('version')).toEqual(['Wazuh v4.14.7', 'Client version'])
  expect(rows.get('configSum')).toEqual(['ab73', 'Configuration hash'])
  expect(rows.get('lastKeepAlive')).toEqual(['2025-11-21T09:42:13+00:00', 'Last keep alive: 1763718133'])
  expect(rows.get('group')).toEqual(['default, web', null])
  expect(rows.get('manager')).toEqual(['master', null])
})

test('what the manager does not have is nothing, and no word that looks like a value', () => {
  const rows = agentRecord({ ...AGENT, lastKeepAlive: null, groups: [], version: null, registerIp: null })
  for (const field of ['lastKeepAlive', 'group', 'version', 'registerIP', 'mergedSum', 'group_config_status', 'node_name'])
    expect(rows.find((row) => row.field === field)).toMatchObject({ field, value: null })
})
