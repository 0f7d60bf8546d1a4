import { describe, expect, it } from 'vitest'
import { ageSecondsAt, formatAge, formatShortAge } from './age.ts'
import { formatCount, formatShare, plural } from './numbers.ts'
import { formatAgentVersion, formatSystem } from './os.ts'
import { formatBothZones, formatDateTime, formatDay, formatMoment, formatShortDay, zoneOffset } from './time.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('formatAge', () => {
  it.each([
    [-3, '0 s'],
    [0, '0 s'],
    [4.9, '4 s'],
    [59, '59 s'],
    [60, '1 min'],
    [18 * 60 + 59, '18 min'],
    [3600, '1 h'],
    [3 * 3600 + 12 * 60, '3 h 12 min'],
    [86_399, '23 h 59 min'],
    [12 * 86_400, '12 d'],
    [1500 * 86_400, '1,500 d'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(plain(formatAge(seconds))).toBe(text)
  })
})

describe('ageSecondsAt', () => {
  it('measures at asOf, not at now', () => {
    expect(ageSecondsAt('2026-11-21T09:41:00.000Z', '2026-11-21T09:41:12.000Z')).toBe(12)
  })
  it('is never negative when the agent was heard while the pass ran', () => {
    expect(ageSecondsAt('2026-11-21T09:41:13.000Z', '2026-11-21T09:41:12.000Z')).toBe(0)
  })
  it('is nothing when a time is missing', () => {
    expect(ageSecondsAt(null, '2026-11-21T09:41:12.000Z')).toBeNull()
    expect(ageSecondsAt('2026-11-21T09:41:12.000Z', null)).toBeNull()
  })
})

describe('numbers', () => {
  it('separates thousands', () => {
    expect(formatCount(98_412)).toBe('98,412')
  })
  it('keeps 0 % and 100 % for none and all', () => {
    expect(plain(formatShare(0, 10))).toBe('0 %')
    expect(plain(formatShare(1, 100_000))).toBe('< 0.1 %')
    expect(plain(formatShare(921, 1000))).toBe('92.1 %')
    expect(plain(formatShare(99_999, 100_000))).toBe('> 99.9 %')
    expect(plain(formatShare(10, 10))).toBe('100 %')
    expect(formatShare(0, 0)).toBe('–')
  })
  it('counts one thing in the singular', () => {
    expect(plain(plural(1, 'endpoint', 'endpoints'))).toBe('1 endpoint')
    expect(plain(plural(2000, 'endpoint', 'endpoints'))).toBe('2,000 endpoints')
  })
})

describe('times', () => {
  const time = '2026-11-21T08:41:12.000Z'
  it('says the moment in the zone of the person', () => {
    expect(formatDateTime(time, 'Europe/Berlin')).toBe('21 Nov 2026, 09:41:12')
    expect(formatDay(time, 'Europe/Berlin')).toBe('21 Nov 2026')
  })
  it('leaves out the day when it is the day of asOf', () => {
    expect(formatMoment(time, '2026-11-21T20:00:00.000Z', 'UTC')).toBe('08:41:12')
    expect(formatMoment(time, '2026-11-22T00:00:00.000Z', 'UTC')).toBe('21 Nov 2026, 08:41:12')
  })
  it('names both zones in full', () => {
    expect(formatBothZones(time, 'Europe/Berlin')).toBe('21 Nov 2026, 09:41:12 CET · 21 Nov 2026, 08:41:12 UTC')
  })
  it('says a time once where the person’s zone is UTC', () => {
    expect(formatBothZones('2026-11-21T08:41:12Z', 'UTC')).toBe('21 Nov 2026, 08:41:12 UTC')
  })
  it('knows how far a zone is ahead, in the first centuries too', () => {
    expect(zoneOffset(time, 'Europe/Berlin')).toBe(3600)
    for (const year of ['0002', '0020', '0099', '0202', '1902', '2026'])
      expect(zoneOffset(`${year}-03-01T10:00:00.000Z`, 'UTC'), year).toBe(0)
  })
  it('knows it to the second at any part of a second', () => {
    for (const part of ['000', '499', '501', '999'])
      for (const year of ['1960', '2026']) expect(zoneOffset(`${year}-01-01T10:00:00.${part}Z`, 'Europe/Berlin'), part).toBe(3600)
  })
  it('shows a time it can’t read as it is', () => {
    expect(formatDateTime('soon')).toBe('soon')
  })
})

describe('names of systems and versions', () => {
  it('joins name and version', () => {
    expect(formatSystem({ name: 'Ubuntu', version: '24.04', platform: 'ubuntu' })).toBe('Ubuntu 24.04')
    expect(formatSystem({ name: 'Microsoft Windows 11 Pro', version: '10.0.22631', platform: 'windows' })).toBe('Windows 11 Pro')
    expect(formatSystem({ name: null, version: null, platform: 'darwin' })).toBe('darwin')
    expect(formatSystem({ name: null, version: null, platform: null })).toBeNull()
  })
  it('drops the product from a version', () => {
    expect(formatAgentVersion('Wazuh v4.14.7')).toBe('4.14.7')
    expect(formatAgentVersion('strange')).toBe('strange')
  })
})

it('has shorter words where room is short', () => {
  expect([5, 3599, 3600 + 59 * 60, 86_399, 3 * 86_400].map((seconds) => plain(formatShortAge(seconds)))).toEqual([
    '5 s',
    '59 min',
    '1 h',
    '23 h',
    '3 d',
  ])
  const asOf = '2026-11-21T09:00:00Z'
  expect(formatShortDay('2026-06-24T12:00:00Z', asOf, 'UTC')).toBe('24 Jun')
  expect(formatShortDay('2025-06-24T12:00:00Z', asOf, 'UTC')).toBe('Jun 2025')
})
