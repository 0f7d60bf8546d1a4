import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, isOutdated, parseVersion, versionSortKey } from './version.ts'

test.each([
  ['Wazuh v4.14.7', [4, 14, 7]],
  ['v4.9', [4, 9]],
  ['4.10.0-rc1', [4, 10, 0]],
  ['22.04.3 LTS (Jammy)', [22, 4, 3]],
  ['1.2.3.4.5.6.7', [1, 2, 3, 4, 5, 6]],
  [`9${'0'.repeat(400)}`, [Number.MAX_SAFE_INTEGER]],
  ['sid', null],
  ['', null],
])('%s', (text, parts) => {
  expect(parseVersion(text)).toEqual(parts)
})

test('knows that 4.9 is before 4.10, and 4.14 the same as 4.14.0', () => {
  expect(compareVersions([4, 9], [4, 10])).toBeLessThan(0)
  expect(compareVersions([4, 14], [4, 14, 0])).toBe(0)
})

test('an agent is outdated when older than its manager, and never when one of both is not known', () => {
  expect(isOutdated('Wazuh v4.9.2', 'Wazuh v4.10.0')).toBe(true)
  expect(isOutdated('Wazuh v4.14.7', '4.14.7')).toBe(false)
  expect(isOutdated('Wazuh v5.0.0', 'Wazuh v4.14.7')).toBe(false)
  expect(isOutdated(null, 'Wazuh v4.14.7')).toBeNull()
  expect(isOutdated('Wazuh v4.14.7', 'none')).toBeNull()
})

test('the key orders as the comparison does', () => {
  const parts = fc.array(fc.oneof(fc.nat(3), fc.nat(), fc.maxSafeNat()), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const [x, y] = [versionSortKey(`Wazuh v${a.join('.')}`), versionSortKey(b.join('.'))]
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(compareVersions(a, b)))
      expect(x < versionSortKey('sid')).toBe(true)
    }),
  )
})
