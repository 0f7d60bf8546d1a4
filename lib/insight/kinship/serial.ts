import type { Enrolment } from './evidence.ts'

/** What firmware says where nobody filled in a serial number; compared without case, spaces and punctuation. */
const FILLERS: ReadonlySet<string> = new Set([
  ...['none', 'na', 'notapplicable', 'notavailable', 'notspecified', 'notset', 'null', 'nil', 'unknown', 'undefined', 'invalid'],
  ...['default', 'defaultstring', 'empty', 'oem', 'oemdefault', 'tobefilledbyoem', 'tobefilled', 'filledbyoem', 'tbd', 'serial'],
  ...[
    'serialnumber',
    'systemserialnumber',
    'boardserialnumber',
    'baseboardserialnumber',
    'chassisserialnumber',
    'mbserialnumber',
  ],
  ...['standard', 'virtual', 'test', '123456789', '1234567890', '0123456789', '12345678'],
])
const SHORTEST = 4
export const SERIAL_MAX = 128

/** A serial number that tells machines apart, in one spelling; `null` for what is none, such as what makers leave for others to fill in. */
export function realSerial(text: string | null): string | null {
  const spelled = (text ?? '').trim().replace(/\s+/g, ' ').toUpperCase()
  const plain = spelled.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
  if (plain.length < SHORTEST || spelled.length > SERIAL_MAX) return null
  return FILLERS.has(plain) || /^(.)\1*$/u.test(plain) ? null : spelled
}

/** Serial numbers that two enrolments had at one time: whatever they are, they don't tell machines apart. */
export function sharedSerials(enrolments: readonly Pick<Enrolment, 'serial' | 'from' | 'until'>[]): ReadonlySet<string> {
  const shared = new Set<string>()
  for (const [i, one] of enrolments.entries())
    for (const other of enrolments.slice(i + 1)) {
      if (one.serial === null || one.serial !== other.serial) continue
      if ((one.from ?? 0) < (other.until ?? Infinity) && (other.from ?? 0) < (one.until ?? Infinity)) shared.add(one.serial)
    }
  return shared
}
