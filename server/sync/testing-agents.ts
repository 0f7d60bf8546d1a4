import fc from 'fast-check'
import { AGENT_STATUSES, SYNC_STATES } from '#lib/agent/status.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'

const T0 = Date.UTC(2026, 0, 1)
const time = fc.integer({ min: 0, max: 300 }).map((hours) => T0 + hours * 3_600_000)
const text = fc.oneof(fc.constantFrom('a', 'b', 'node01', 'Wazuh v4.14.7'), fc.string({ maxLength: 12, unit: 'binary' }))
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 })

/** For property tests: any agent that the client may hand over, lone surrogates and NUL included. Few values, so that they meet often. */
export function anyAgent(id: number): fc.Arbitrary<ManagerAgent> {
  return fc.record({
    id: fc.constant(id),
    name: fc.oneof(
      { weight: 6, arbitrary: fc.constant(`host-${id}`) },
      { weight: 1, arbitrary: text.filter((name) => name !== '') },
    ),
    ip: orNull(text),
    registerIp: orNull(fc.constantFrom('any', '10.0.0.0/8')),
    status: fc.constantFrom(...AGENT_STATUSES),
    statusCode: orNull(fc.nat(5)),
    groups: fc.array(fc.constantFrom('default', 'web', 'db', 'ünï'), { maxLength: 3 }),
    groupConfigStatus: fc.constantFrom(...SYNC_STATES),
    osName: orNull(text),
    osVersion: orNull(text),
    osPlatform: orNull(fc.constantFrom('ubuntu', 'windows')),
    osArch: orNull(fc.constant('x86_64')),
    version: orNull(fc.constantFrom('Wazuh v4.14.7', 'Wazuh v4.9.0')),
    nodeName: orNull(fc.constantFrom('node01', 'node02')),
    managerHost: orNull(fc.constant('wazuh-master')),
    dateAdd: fc.oneof({ weight: 6, arbitrary: fc.constant(T0) }, { weight: 1, arbitrary: orNull(time) }),
    lastKeepAlive: orNull(time),
    disconnectionTime: orNull(time),
    mergedSum: orNull(fc.constantFrom('4a87', 'ccbc')),
    configSum: orNull(fc.constantFrom('ab73', '6065')),
  })
}
