import { beforeEach, expect, it } from 'vitest'
import { GUESSES_PER_PERSON, KioskPairings, PAIRING_MS } from './kiosk-pairings.ts'
import { kioskTokenHash } from './kiosk-token.ts'

let now = Date.UTC(2026, 10, 21)
let pairings: KioskPairings
beforeEach(() => {
  pairings = new KioskPairings({ now: () => now })
})

it('shows each screen a code of its own, which no two characters of can be mistaken for each other', () => {
  const codes = Array.from({ length: 150 }, (_, n) => pairings.start(`10.0.0.${n}`, 'x').pairing.code)
  expect(new Set(codes).size).toBe(150)
  for (const code of codes) expect(code).toMatch(/^[BCDFGHJKMNPQRSTVWXZ2-9]{6}$/)
})

it('finds a screen by its code however that is typed, and by the token that only the screen has', () => {
  const { token, pairing } = pairings.start('10.0.0.7', 'Chrome')
  const typed = ` ${pairing.code.slice(0, 3).toLowerCase()}-${pairing.code.slice(3)} `
  expect(pairings.find(typed, 'ada')).toMatchObject({ address: '10.0.0.7', browser: 'Chrome' })
  expect(pairings.of(kioskTokenHash(token) ?? '')).toBe(pairing)
  expect(JSON.stringify(pairing)).not.toContain(token)
})

it('takes no code that is over, and none twice', () => {
  const { token, pairing } = pairings.start('10.0.0.7', '')
  const other = pairings.start('10.0.0.7', '').pairing
  expect(pairings.take(pairing)).toBe(true)
  expect(pairings.take(pairing)).toBe(false)
  expect(() => pairings.find(pairing.code, 'ada')).toThrow(/no screen/i)
  now += PAIRING_MS
  expect(() => pairings.find(other.code, 'ada')).toThrow(/no screen/i)
  expect(pairings.of(kioskTokenHash(token) ?? '')).toBeNull()
})

it('ends the guessing of one person, not that of others, and lets them try again later', () => {
  const { pairing } = pairings.start('10.0.0.7', '')
  for (let n = 0; n < GUESSES_PER_PERSON; n++) expect(() => pairings.find(`WRONG${n}`, 'mallory')).toThrow(/no screen/i)
  expect(() => pairings.find(pairing.code, 'mallory')).toThrow(/too many wrong codes/i)
  expect(pairings.find(pairing.code, 'ada')).toBe(pairing)
  now += PAIRING_MS - 1
  const { code } = pairings.start('10.0.0.7', '').pairing
  expect(() => pairings.find(code, 'mallory')).toThrow(/try again in 1 s/i)
  now += 1
  expect(pairings.find(code, 'mallory')).toMatchObject({ code })
})

it('ends the guessing of many people together', () => {
  let refused = 0
  for (let n = 0; n < 200; n++) {
    try {
      pairings.find('WRONG1', `person-${n}`)
    } catch (error) {
      if (String(error).includes('Too many wrong codes')) refused++
    }
  }
  expect(refused).toBe(150)
})

it('gives an address, and all together, only so many codes at once', () => {
  for (let n = 0; n < 20; n++) pairings.start('10.0.0.7', '')
  expect(() => pairings.start('10.0.0.7', '')).toThrow(/too many screens/i)
  for (let n = 0; n < 180; n++) pairings.start(`10.0.1.${n}`, '')
  expect(() => pairings.start('10.0.2.1', '')).toThrow(/too many screens/i)
  now += PAIRING_MS
  expect(pairings.start('10.0.0.7', '').pairing.code).toHaveLength(6)
})

it('keeps of what a browser calls itself what can be shown, cut short', () => {
  const { browser } = pairings.start('10.0.0.7', `Evil\u202e\u0000\n${'x'.repeat(500)}`).pairing
  expect(browser).toMatch(/^Evilx{196}$/)
})

it('knows no token but those in their one spelling', () => {
  const { token } = pairings.start('10.0.0.7', '')
  for (const wrong of ['', 'x', `${token}A`, token.slice(1), '__proto__']) expect(kioskTokenHash(wrong)).toBeNull()
  expect(kioskTokenHash(token)).toMatch(/^[0-9a-f]{64}$/)
})
