import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlarmFacts, judgeAlarm } from './alarm.ts'

const facts = (more: Partial<AlarmFacts> = {}): AlarmFacts => ({
  total: 1_000,
  active: 990,
  quiet: 0,
  expectedDown: 0,
  givenUp: { count: 0, days: 30 },
  losses: [],
  managers: 2,
  staleManagers: [],
  ...more,
})

describe('are we fine?', () => {
  it('is fine, and says so in numbers, while few are missing', () => {
    expect(judgeAlarm(facts())).toEqual({
      level: 'fine',
      parts: [{ kind: 'share', level: 'fine', notReporting: 10, of: 1_000, elsewhere: false }],
    })
    expect(judgeAlarm(facts({ total: 0, active: 0 })).level).toBe('fine')
  })

  it('says how many it does not count, so that the numbers on the page add up', () => {
    const { level, parts } = judgeAlarm(facts({ expectedDown: 3, givenUp: { count: 14, days: 30 } }))
    expect(level).toBe('fine')
    expect(parts.slice(1)).toEqual([
      { kind: 'expected', level: 'fine', count: 3 },
      { kind: 'gone', level: 'fine', count: 14, days: 30 },
    ])
  })

  it('rises with the share that does not report', () => {
    expect([951, 950, 801, 800].map((active) => judgeAlarm(facts({ active })).level)).toEqual([
      'fine',
      'attention',
      'attention',
      'alarm',
    ])
    expect(judgeAlarm(facts({ total: 3, active: 1 })).level).toBe('attention')
  })

  it('puts an open mass event first and says how it is elsewhere', () => {
    const alarm = judgeAlarm(facts({ active: 800, losses: [{ event: 3, agents: 186, still: 183 }] }))
    expect(alarm).toMatchObject({
      level: 'alarm',
      parts: [
        { kind: 'mass', level: 'alarm', event: 3, still: 183 },
        { kind: 'share', level: 'fine', notReporting: 17, of: 817, elsewhere: true },
      ],
    })
  })

  it('forgets a mass event whose endpoints came back, and only notes a small one', () => {
    expect(judgeAlarm(facts({ losses: [{ event: 0, agents: 200, still: 99 }] })).level).toBe('fine')
    expect(judgeAlarm(facts({ losses: [{ event: 0, agents: 12, still: 10 }] })).level).toBe('attention')
    expect(judgeAlarm(facts({ total: 100, active: 90, losses: [{ event: 0, agents: 12, still: 10 }] })).level).toBe('alarm')
  })

  it('notes many quiet agents, never as an alarm', () => {
    expect([9, 10].map((quiet) => judgeAlarm(facts({ active: 1_000, quiet })).level)).toEqual(['fine', 'attention'])
    expect(judgeAlarm(facts({ total: 10_000, active: 10_000, quiet: 99 })).level).toBe('fine')
    expect(judgeAlarm(facts({ active: 1_000, quiet: 1_000 })).level).toBe('attention')
  })

  it('does not know when no manager is heard, and says so when one is not', () => {
    expect(judgeAlarm(facts({ staleManagers: ['a'] }))).toMatchObject({
      level: 'attention',
      parts: [{ kind: 'stale', all: false }, {}],
    })
    expect(judgeAlarm(facts({ staleManagers: ['a', 'b'] }))).toMatchObject({
      level: 'unknown',
      parts: [{ kind: 'stale', all: true }, {}],
    })
    expect(judgeAlarm(facts({ managers: 0 })).level).toBe('unknown')
  })

  it('never gets better when more is missing, and numbers never fall below none', () => {
    const rank = { fine: 0, attention: 1, alarm: 2, unknown: 3 }
    const some = fc.record({
      total: fc.nat(5_000),
      missing: fc.nat(5_000),
      quiet: fc.nat(200),
      losses: fc.array(fc.record({ event: fc.nat(5), agents: fc.integer({ min: 10, max: 500 }), still: fc.nat(500) }), {
        maxLength: 4,
      }),
    })
    fc.assert(
      fc.property(some, ({ total, missing, quiet, losses }) => {
        const at = (gone: number) => judgeAlarm(facts({ total, active: Math.max(0, total - gone), quiet, losses }))
        const [before, after] = [at(missing), at(missing + 50)]
        expect(rank[after.level]).toBeGreaterThanOrEqual(quiet === 0 ? rank[before.level] : 0)
        for (const part of after.parts) {
          if (part.kind !== 'share') continue
          expect(part.notReporting).toBeGreaterThanOrEqual(0)
          expect(part.of).toBeGreaterThanOrEqual(part.notReporting)
        }
      }),
    )
  })
})
