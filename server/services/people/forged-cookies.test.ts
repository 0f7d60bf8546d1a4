import { expect, it } from 'vitest'
import { FORGED_LIMITS, ForgedCookies } from './forged-cookies.ts'

const clock = { at: 1_000_000, now: () => clock.at }
const somebodys = new Set<string>()

function gate() {
  let looks = 0
  const forged = new ForgedCookies({ clock, isKnown: (token) => ++looks > 0 && somebodys.has(token) })
  let sent = 0
  return {
    looks: () => looks,
    pass: (token: string, address = 'here') => forged.mayPass([token], address),
    /** How many of so many forged ones pass. */
    flood: (count: number, address = 'here') =>
      Array.from({ length: count }, () => forged.mayPass([`forged ${sent++}`], address)).filter(Boolean).length,
    forged,
  }
}

it('lets an address try a few cookies that are nobody’s, and a few more as time goes by', () => {
  const { flood } = gate()
  const { burst, perSecond } = FORGED_LIMITS.address
  expect(flood(5000)).toBe(burst)
  clock.at += 1000
  expect(flood(5000)).toBe(perSecond)
  clock.at += 3_600_000
  expect(flood(5000)).toBe(burst)
  clock.at -= 3_600_000
  expect(flood(5000)).toBe(0)
})

it('lets everybody with a session through from an address that is held back, and others from elsewhere', () => {
  const { flood, pass } = gate()
  somebodys.add('ada')
  flood(5000)
  expect([pass('ada'), pass('bob'), pass('bob', 'elsewhere')]).toEqual([true, false, true])
})

it('holds back many addresses together', () => {
  const { flood, pass } = gate()
  let passed = 0
  for (let at = 0; at < 1000; at++) passed += flood(5, `address ${at}`)
  expect(passed).toBe(FORGED_LIMITS.all.burst)
  somebodys.add('ada')
  expect([pass('ada', 'address 1'), pass('bob', 'a new one')]).toEqual([true, false])
})

it('looks at the store once a minute for a cookie that is somebody’s, and each time for one that is not', () => {
  const { pass, looks } = gate()
  somebodys.add('ada')
  for (let at = 0; at < 10; at++) pass('ada')
  expect(looks()).toBe(1)
  clock.at += 60_000
  pass('ada')
  expect(looks()).toBe(2)
  pass('bob')
  pass('bob')
  expect(looks()).toBe(4)
})

it('asks nothing of requests without cookies, and one good cookie is enough', () => {
  const { forged, flood } = gate()
  flood(5000)
  somebodys.add('screen')
  expect([forged.mayPass([], 'here'), forged.mayPass(['stale', 'screen'], 'here')]).toEqual([true, true])
})
