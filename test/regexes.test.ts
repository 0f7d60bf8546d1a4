import { expect, it } from 'vitest'
import { attacks, hostilePatterns } from '#cli/bench/patterns.ts'

const all = hostilePatterns()
/** 64 KB each; what is read in one walk takes well under a millisecond of this, what is read n² times hours. */
const LENGTH = 65_536
const CPU_MS_MAX = 250

it('finds the patterns', () => {
  expect(all.length).toBeGreaterThan(100)
})

it.each(all.map(({ place, pattern }) => [place, pattern] as const))(
  '%s %s reads hostile text of 64 KB in one walk',
  (_, pattern) => {
    const cpuMs = (text: string) => {
      const before = process.cpuUsage()
      pattern.lastIndex = 0
      pattern.test(text)
      return process.cpuUsage(before).user / 1000
    }
    for (const text of attacks(pattern, LENGTH)) {
      let least = cpuMs(text)
      // What else the process does by chance, such as collecting garbage, it does not do each time.
      for (let again = 0; again < 3 && least >= CPU_MS_MAX; again++) least = Math.min(least, cpuMs(text))
      expect(least, JSON.stringify(text.slice(0, 8))).toBeLessThan(CPU_MS_MAX)
    }
  },
)
