import type { Agent } from '#lib/agent/agent.ts'

/** For tests: an active, synced agent of the manager `main`, as one pass at `asOf` (epoch milliseconds) would leave it. */
export function testAgent(id: number, asOf: number, more: Partial<Agent> = {}): Agent {
  return {
    manager: 'main',
    managerName: more.manager ?? 'main',
    id: String(id).padStart(3, '0'),
    name: `web-${id}`,
    ip: `10.0.0.${id}`,
    registerIp: 'any',
    status: 'active',
    statusCode: 0,
    statusSince: asOf - 5000,
    statusSincePrecision: 'observed',
    groups: ['default', 'web'],
    os: { name: 'Ubuntu', version: '22.04.3 LTS', platform: 'ubuntu', arch: 'x86_64' },
    version: 'Wazuh v4.14.7',
    outdated: false,
    nodeName: 'node01',
    managerHost: 'manager',
    dateAdd: asOf - 86_400_000,
    lastKeepAlive: asOf - 1000 * id,
    seenAt: asOf,
    disconnectionTime: null,
    groupConfigStatus: 'synced',
    syncSince: null,
    syncSincePrecision: 'at_least',
    mergedSum: 'ab38',
    configSum: null,
    expected: null,
    flaps: 0,
    alias: null,
    tags: [],
    ...more,
  }
}
