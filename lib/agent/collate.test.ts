import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, ipSortKey, isInRange, parseIpRange, parseIpv4, parseIpv6, textSortKey } from './collate.ts'

describe('folding', () => {
  test.each([
    ['WEB', 'web'],
    ['cafe\u0301', 'CAFÉ'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ΟΔΟς', 'ΟΔΟΣ'],
  ])('%j equals %j', (a, b) => {
    expect(fold(a)).toBe(fold(b))
  })

  test('folding twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    )
  })

  test('any text in upper case of ASCII folds alike', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => fold(text) === fold(text.toUpperCase())))
  })
})

describe('the key of a text', () => {
  test('orders numbers by value wherever they stand', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), fc.nat(), fc.nat(), fc.nat(3), (text, a, b, zeros) => {
        const before = text.replaceAll(/\d+$/g, '')
        const [x, y] = [textSortKey(`${before}${'0'.repeat(zeros)}${a}-z`), textSortKey(`${before}${b}-z`)]
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(a - b))
      }),
    )
  })

  test('survives numbers longer than any number', () => {
    const long = '9'.repeat(20_000)
    expect(textSortKey(`a${long}`) > textSortKey('a1')).toBe(true)
  })
})

describe('addresses', () => {
  const v4 = fc.ipV4()
  const v6 = fc.ipV6()

  test('IPv4 is read by value, and nothing else is', () => {
    expect(parseIpv4('192.168.1.10')).toBe(3_232_235_786)
    for (const text of ['256.0.0.1', '1.2.3', '1.2.3.4.5', ' 1.2.3.4', '1.2.3.4/8', '', 'any', '٣.1.1.1'])
      expect(parseIpv4(text)).toBeNull()
  })

  test('IPv6 is read in any spelling, and nothing else is', () => {
    expect(parseIpv6('FE80::1%eth0')).toBe(`fe80${'0'.repeat(27)}1`)
    expect(parseIpv6('::')).toBe('0'.repeat(32))
    expect(parseIpv6('::ffff:10.0.0.1')).toBe(`${'0'.repeat(20)}ffff0a000001`)
    for (const text of [
      '',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      '1.2.3.4::',
      'g::',
      '10.0.0.1',
    ]) {
      expect(parseIpv6(text)).toBeNull()
    }
    fc.assert(fc.property(v6, (text) => parseIpv6(text)?.length === 32))
  })

  test('a range holds what its first bits say', () => {
    const holds = (range: string, address: string) => {
      const [outer, inner] = [parseIpRange(range), parseIpRange(address)]
      return outer !== null && inner !== null && isInRange(inner, outer)
    }
    expect(holds('10.20.0.0/14', '10.23.255.255')).toBe(true)
    expect(holds('10.20.0.0/14', '10.24.0.0')).toBe(false)
    expect(holds('10.20.9.9/14', '10.20.0.0/16')).toBe(true)
    expect(holds('10.20.0.0/16', '10.20.0.0/14')).toBe(false)
    expect(holds('0.0.0.0/0', '::1')).toBe(false)
    expect(holds('fe80::/10', 'febf::1')).toBe(true)
    expect(holds('fe80::/10', 'fec0::')).toBe(false)
    for (const text of ['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'any', '10.0.0.0/-1', '/8'])
      expect(parseIpRange(text)).toBeNull()
  })

  test('a range agrees with arithmetic', () => {
    fc.assert(
      fc.property(v4, fc.integer({ min: 0, max: 32 }), v4, (base, prefix, address) => {
        const outer = parseIpRange(`${base}/${prefix}`)
        const inner = parseIpRange(address)
        const part = (text: string) => Math.floor((parseIpv4(text) ?? 0) / 2 ** (32 - prefix))
        expect(outer && inner && isInRange(inner, outer)).toBe(part(base) === part(address))
      }),
    )
  })

  test('the key orders IPv4 by value, then IPv6, then words', () => {
    fc.assert(
      fc.property(v4, v4, v6, (a, b, c) => {
        const difference = (parseIpv4(a) ?? 0) - (parseIpv4(b) ?? 0)
        expect(ipSortKey(a) < ipSortKey(b)).toBe(difference < 0)
        expect(ipSortKey(a) < ipSortKey(c)).toBe(true)
        expect(ipSortKey(c) < ipSortKey('any')).toBe(true)
      }),
    )
  })
})
