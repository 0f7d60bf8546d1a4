import { expect, it } from 'vitest'
import { disconnectionDelay } from './disconnection.ts'
import { countFlaps, isFlapping } from './flapping.ts'
import { isQuiet, keepAlivePeriod, quietAfter } from './quiet.ts'

const AT = Date.UTC(2026, 10, 21)
const agent = (
  silentSeconds: number,
  version: string | null = 'Wazuh v4.14.7',
  status: 'active' | 'disconnected' = 'active',
) => ({
  status,
  version,
  lastKeepAlive: AT - silentSeconds * 1000,
  seenAt: AT,
})

it('knows the period of a version, and takes the longer one in doubt', () => {
  const periods = ['Wazuh v4.12.0', 'v4.9.2', 'Wazuh v3.13.6', 'v4.13.0', 'v4.13', 'Wazuh v4.14.7', 'v5.0.0', 'x', null]
  expect(periods.map(keepAlivePeriod)).toEqual([10, 10, 10, 20, 20, 20, 20, 20, 20])
})

it('calls an active agent quiet after three periods, not at three', () => {
  expect(isQuiet(agent(60))).toBe(false)
  expect(isQuiet(agent(60.001))).toBe(true)
  expect(isQuiet(agent(31, 'v4.12.0'))).toBe(true)
  expect(isQuiet(agent(31, 'v4.13.0'))).toBe(false)
})

it('calls nobody quiet that is not active, never heard or not read yet, or whose keep-alive is ahead', () => {
  expect(isQuiet(agent(600, null, 'disconnected'))).toBe(false)
  expect(isQuiet({ ...agent(600), lastKeepAlive: null })).toBe(false)
  expect(isQuiet({ ...agent(600), seenAt: null })).toBe(false)
  expect(isQuiet(agent(-600))).toBe(false)
})

it('follows the settings', () => {
  expect(quietAfter('v4.14.7', { periods: 5, periodSeconds: null })).toBe(100)
  expect(isQuiet(agent(90), { periods: 3, periodSeconds: 30 })).toBe(false)
  expect(isQuiet(agent(91), { periods: 3, periodSeconds: 30 })).toBe(true)
})

it('knows when a manager calls an agent disconnected, and takes the later time in doubt', () => {
  expect(['v4.12.9', 'v4.13.0', 'v4.14.7', null].map(disconnectionDelay)).toEqual([600, 900, 900, 900])
})

it('counts changes of the last day, and calls six of them flapping', () => {
  const day = 24 * 3_600_000
  expect(countFlaps([AT, AT - 1, AT - day + 1, AT - day, AT + 1], AT)).toBe(3)
  expect([5, 6, 7].map((count) => isFlapping(count))).toEqual([false, true, true])
  expect(isFlapping(2, { minChanges: 2, windowMs: day })).toBe(true)
})
