import { describe, expect, it } from 'vitest'
import type { Enrolment } from './evidence.ts'
import { kinshipOf } from './kinship.ts'

const DAY = 86_400_000
const UBUNTU = { platform: 'ubuntu', name: 'Ubuntu' }
const WINDOWS = { platform: 'windows', name: 'Microsoft Windows Server 2022' }

/** Enrolled at the start of a day, and there until the end of another one. */
function enrolment(key: number, from: number, until: number | null, more: Partial<Enrolment> = {}): Enrolment {
  const times = { from: from * DAY, until: until === null ? null : until * DAY }
  return { key, name: 'web-01', registerIp: '10.0.0.7', os: UBUNTU, serial: null, ...times, ...more }
}
const NOBODY = () => false
const kin = (self: Enrolment, family: Enrolment[], apart: (earlier: number, later: number) => boolean = NOBODY) => {
  const { earlier, later, possible } = kinshipOf(self, family, apart)
  const short = (list: typeof earlier) => list.map(({ enrolment: { key }, strength }) => `${key} ${strength}`)
  return { earlier: short(earlier), later: short(later), possible: short(possible) }
}

describe('the enrolments of one endpoint', () => {
  const first = enrolment(1, 0, 3)
  const second = enrolment(2, 3, 5)
  const third = enrolment(3, 6, null)
  const all = [third, first, second]

  it('are a chain through time, seen from each of them', () => {
    expect(kin(third, all)).toEqual({ earlier: ['2 strong', '1 strong'], later: [], possible: [] })
    expect(kin(second, all)).toEqual({ earlier: ['1 strong'], later: ['3 strong'], possible: [] })
    expect(kin(first, all)).toEqual({ earlier: [], later: ['2 strong', '3 strong'], possible: [] })
  })

  it('are never two that were there at one time', () => {
    const overlapping = enrolment(2, 3, 7)
    expect(kin(third, [overlapping, third]).earlier).toEqual([])
    expect(kin(third, [enrolment(4, 5, null), third]).earlier).toEqual([])
  })

  it('have one name in whatever letters', () => {
    expect(kin(third, [enrolment(1, 0, 3, { name: 'WEB-01' }), third]).earlier).toEqual(['1 strong'])
  })

  it('stop where a person said that two are apart, and lead on to the one that fits next', () => {
    const apart = (earlier: number, later: number) => earlier === 2 && later === 3
    expect(kin(third, all, apart)).toEqual({ earlier: ['1 strong'], later: [], possible: [] })
    expect(kin(second, all, apart).later).toEqual([])
  })
})

describe('what speaks for a link', () => {
  const now = enrolment(9, 10, null)
  const only = (more: Partial<Enrolment>) => kin(now, [enrolment(1, 0, 3, more), now]).earlier

  it('is weaker without the address, and weakest with the name alone', () => {
    expect(only({})).toEqual(['1 strong'])
    expect(only({ registerIp: 'any' })).toEqual(['1 likely'])
    expect(only({ os: { platform: null, name: null } })).toEqual(['1 likely'])
    expect(only({ os: WINDOWS })).toEqual(['1 likely'])
    expect(only({ registerIp: '10.0.0.8' })).toEqual(['1 weak'])
    expect(only({ registerIp: 'any', os: WINDOWS })).toEqual(['1 weak'])
  })

  it('is shown with what both say', () => {
    const [link] = kinshipOf(now, [enrolment(1, 0, 3, { registerIp: '10.0.0.8', name: 'Web-01' }), now], NOBODY).earlier
    expect(link?.evidence).toEqual([
      { kind: 'name', says: 'same', earlier: 'Web-01', later: 'web-01' },
      { kind: 'registerIP', says: 'differs', earlier: '10.0.0.8', later: '10.0.0.7' },
      { kind: 'os', says: 'same', earlier: 'Ubuntu', later: 'Ubuntu' },
    ])
  })

  it('is not enough when two fit by name alone; both are told', () => {
    const family = [enrolment(1, 0, 3, { registerIp: '10.0.0.8' }), enrolment(2, 3, 5, { os: WINDOWS, registerIp: 'any' }), now]
    expect(kin(now, family)).toEqual({ earlier: [], later: [], possible: ['2 weak', '1 weak'] })
  })

  it('prefers the best evidence to the latest time', () => {
    const family = [enrolment(1, 0, 3), enrolment(2, 4, 5, { registerIp: 'any' }), now]
    expect(kin(now, family).earlier).toEqual(['1 strong'])
  })

  it('is not enough when two that were there at one time fit alike', () => {
    const family = [enrolment(1, 0, 5), enrolment(2, 3, 6), now]
    expect(kin(now, family)).toEqual({ earlier: [], later: [], possible: ['2 strong', '1 strong'] })
    const better = [enrolment(1, 0, 5), enrolment(2, 3, 6, { registerIp: 'any' }), now]
    expect(kin(now, better)).toMatchObject({ earlier: ['1 strong'], possible: [] })
  })

  it('is shown from the earlier one, too, when it is not enough', () => {
    const old = [enrolment(1, 0, 3, { registerIp: '10.0.0.8' }), enrolment(2, 3, 5, { os: WINDOWS, registerIp: 'any' })]
    for (const one of old) expect(kin(one, [...old, now]).possible).toContain('9 weak')
  })
})

describe('the serial number', () => {
  const SERIAL = 'ABC-1234'
  const now = enrolment(9, 10, null, { serial: SERIAL })
  const only = (more: Partial<Enrolment>) => kin(now, [enrolment(1, 0, 3, more), now])

  it('is the strongest evidence where it is the same', () => {
    expect(only({ serial: SERIAL, registerIp: '10.0.0.8', os: WINDOWS }).earlier).toEqual(['1 strong'])
    const family = [enrolment(1, 0, 3, { serial: SERIAL, registerIp: '10.0.0.8' }), enrolment(2, 4, 5), now]
    expect(kin(now, family).earlier).toEqual(['1 strong'])
  })

  it('speaks against a link where it is another, however well all else fits', () => {
    expect(only({ serial: 'OTHER-99' })).toEqual({ earlier: [], later: [], possible: ['1 weak'] })
    const family = [enrolment(1, 0, 3, { registerIp: 'any' }), enrolment(2, 4, 5, { serial: 'OTHER-99' }), now]
    expect(kin(now, family)).toMatchObject({ earlier: ['1 likely'], possible: [] })
  })

  it('is shown where one of both has it, and says nothing then', () => {
    const [link] = kinshipOf(now, [enrolment(1, 0, 3), now], NOBODY).earlier
    expect(link?.strength).toBe('strong')
    expect(link?.evidence[1]).toEqual({ kind: 'serial', says: 'unknown', earlier: null, later: SERIAL })
  })
})

describe('an enrolment under another name', () => {
  const now = enrolment(9, 10, null, { serial: 'ABC-1234' })
  const other = (more: Partial<Enrolment>) => kin(now, [enrolment(1, 0, 3, { name: 'db-02', ...more }), now])

  it('is linked by its serial number, which is less than one with its name', () => {
    expect(other({ serial: 'ABC-1234', registerIp: '10.0.0.8' }).earlier).toEqual(['1 likely'])
    expect(kin(enrolment(1, 0, 3, { name: 'db-02', serial: 'ABC-1234' }), [now]).later).toEqual([])
    const renamed = enrolment(1, 0, 3, { name: 'db-02', serial: 'ABC-1234' })
    expect(kin(renamed, [renamed, now]).later).toEqual(['9 likely'])
  })

  it('is shown but never taken for it by address and system', () => {
    expect(other({})).toEqual({ earlier: [], later: [], possible: ['1 weak'] })
    const old = enrolment(1, 0, 3, { name: 'db-02' })
    expect(kin(old, [old, now])).toEqual({ earlier: [], later: [], possible: ['9 weak'] })
  })

  it('is nothing by less, nor against another serial number, nor where one of its own name fits', () => {
    for (const more of [{ os: WINDOWS }, { registerIp: '10.0.0.8' }, { registerIp: 'any' }, { serial: 'OTHER-99' }])
      expect(other(more)).toEqual({ earlier: [], later: [], possible: [] })
    const network = enrolment(8, 10, null, { registerIp: '10.0.0.0/24' })
    expect(kin(network, [enrolment(1, 0, 3, { name: 'db-02', registerIp: '10.0.0.0/24' }), network]).possible).toEqual([])
    const family = [enrolment(1, 0, 3, { name: 'db-02' }), enrolment(2, 3, 4, { registerIp: 'any' }), now]
    expect(kin(now, family)).toEqual({ earlier: ['2 likely'], later: [], possible: [] })
  })
})
