import { expect, it } from 'vitest'
import { realSerial, sharedSerials } from './serial.ts'

it.each([
  ...[
    '',
    ' ',
    'None',
    'none.',
    'To be filled by O.E.M.',
    'To Be Filled By O.E.M',
    '0',
    '000000000',
    '0000-0000',
    'unknown',
    'Unknown ',
  ],
  ...[
    'Not Specified',
    'Not  Applicable',
    'N/A',
    'Default string',
    'System Serial Number',
    'XXXXXXXX',
    '........',
    '-',
    '123456789',
  ],
  ...['Base Board Serial Number', 'AB1', 'x'.repeat(129)],
])('“%s” is no serial number', (text) => {
  expect(realSerial(text)).toBeNull()
})

it.each([
  ['8H0QX2', '8H0QX2'],
  [' vmware-42 1a  7f ', 'VMWARE-42 1A 7F'],
  ['/7XJ9K13/CNWSC0098A00KK/', '/7XJ9K13/CNWSC0098A00KK/'],
  ['0000-0000-0000-0001', '0000-0000-0000-0001'],
])('“%s” is one, however it is spelled', (text, spelled) => {
  expect(realSerial(text)).toBe(spelled)
  expect(realSerial(spelled.toLowerCase())).toBe(spelled)
})

it('what was not told is none', () => {
  expect(realSerial(null)).toBeNull()
})

it('one that two had at one time tells nothing of either', () => {
  const had = (serial: string | null, from: number, until: number | null) => ({ serial, from, until })
  expect([
    ...sharedSerials([had('A', 0, 5), had('A', 4, 9), had('B', 0, 5), had('B', 5, null), had(null, 0, 9), had(null, 0, 9)]),
  ]).toEqual(['A'])
})
