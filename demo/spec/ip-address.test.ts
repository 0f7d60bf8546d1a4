import { describe, expect, it } from 'vitest'
import { isAddressOrNetwork, storedAddress } from './ip-address.ts'

describe('addresses', () => {
  it.each([
    '10.0.0.1',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/0.0.0.255',
    '10.0.0.1/32',
    '::1',
    'fe80::/10',
    '2001:db8::ffff:1.2.3.4',
    '::/0',
    '1:2:3:4:5:6:7:8/128',
  ])('takes %s', (text) => {
    expect(isAddressOrNetwork(text)).toBe(true)
  })

  it.each([
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/255.0.255.0',
    'fe80::1/10',
    'fe80::/129',
    'web-1',
    '',
    ' 10.0.0.1',
    '10.0.0.1,10.0.0.2',
  ])('refuses %s', (text) => {
    expect(isAddressOrNetwork(text)).toBe(false)
  })

  it('are stored in full', () => {
    expect(storedAddress('10.0.0.0/8')).toBe('10.0.0.0/8')
    expect(storedAddress('any')).toBe('any')
    expect(storedAddress('fd12::a/128')).toBe('FD12:0000:0000:0000:0000:0000:0000:000A/128')
    expect(storedAddress('::ffff:1.2.3.4')).toBe('0000:0000:0000:0000:0000:FFFF:0102:0304')
  })
})
