import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLife, START } from './arbitrary-life.ts'
import { replay, watchAt } from './replay.ts'
import { collect, type Sight } from './simulated-life.ts'
import { type Absence, type StateAt, stateAt } from './state-at.ts'

const RUNS = process.env['ROLLCALL_LONG'] === '1' ? 100_000 : 2_000

const history = fc.record({
  life: arbitraryLife,
  asked: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
  onPass: fc.boolean(),
})

describe('stateAt', () => {
  const met = new Map<string, number>()

  it(`answers from what was kept as a replay of every pass does (${RUNS} histories)`, () => {
    fc.assert(
      fc.property(history, ({ life: { sights, passes, keepAlives, end, dates }, asked, onPass }) => {
        for (const dateAdd of dates) {
          const past = collect(sights, dateAdd)
          if (!past) throw new Error('it was seen')
          const { removed } = past
          // Too short a time for a random moment to be sure to meet it.
          if (removed && removed.lastAt !== null) ask(Math.floor((removed.lastAt + removed.removedAt) / 2000) * 1000)
          for (const share of asked) {
            const anywhere = START - 60_000 + Math.floor((share * (end - START + 120_000)) / 1000) * 1000
            const at = onPass ? (passes[Math.floor(share * (passes.length - 1))] ?? anywhere) : anywhere
            ask(at)
          }
          function ask(at: number): void {
            if (past) hold(stateAt(past, at, watchAt(sights, at)), replay(sights, dateAdd, at), keepAlives, at)
          }
        }
      }),
      { numRuns: RUNS },
    )
    for (const kind of [
      'connected',
      'silent',
      'disconnected',
      'unsure',
      'later',
      'removed',
      'removing',
      'not_seen_yet',
      'before_history',
    ])
      expect({ kind, met: (met.get(kind) ?? 0) > 0 }).toEqual({ kind, met: true })
  })

  function hold(found: StateAt | Absence, expected: ReturnType<typeof replay>, keepAlives: readonly number[], at: number): void {
    const word = found.kind === 'known' ? found.verdict : found.kind
    met.set(word, (met.get(word) ?? 0) + 1)
    if (found.kind !== 'known' || expected.kind !== 'known') {
      expect(found.kind).toBe(expected.kind)
      return
    }
    const { status, group_config_status: sync } = found.said
    const both = ({ value, or }: typeof status) => (or === undefined ? [value] : [value, or])
    expect({ verdict: found.verdict, status: both(status), sync: both(sync), seen: found.seen?.status }).toEqual({
      ...{ verdict: expected.verdict, status: expected.status, sync: expected.sync, seen: expected.before.row.status },
    })
    // Whoever is called silent truly sent nothing between.
    const heard = found.heard.at
    if (found.verdict === 'silent' && heard !== null) expect(keepAlives.some((one) => one > heard && one <= at)).toBe(false)
  }
})

describe('a loss that was declared late', () => {
  const row = { sync: 'synced', dateAdd: START - 86_400_000 }
  const t = (clock: string) => Date.parse(`2026-11-21T${clock}Z`)
  const sights: Sight[] = [
    { at: t('08:00:00'), row: { ...row, status: 'active', lastKeepAlive: t('07:59:50'), disconnectedAt: null } },
    { at: t('09:15:20'), row: { ...row, status: 'disconnected', lastKeepAlive: t('08:52:00'), disconnectedAt: t('09:15:00') } },
    { at: t('10:00:00'), row: { ...row, status: 'active', lastKeepAlive: t('09:59:50'), disconnectedAt: null } },
  ]
  const at = (clock: string) => {
    const past = collect(sights, row.dateAdd)
    const state = past && stateAt(past, t(clock), watchAt(sights, t(clock)))
    if (state?.kind !== 'known') throw new Error('nothing is known')
    return state
  }

  it('was said to be active, is known to have been silent, and names both times', () => {
    const state = at('09:00:00')
    expect(state.said.status).toMatchObject({ value: 'active', or: undefined })
    expect(state).toMatchObject({
      ...{ verdict: 'silent', heard: { at: t('08:52:00') }, declaredAt: t('09:15:00'), backBy: t('10:00:00') },
      seen: { status: 'active', at: t('08:00:00') },
    })
  })

  it('had been connected before its last keep-alive', () => {
    expect(at('08:51:59')).toMatchObject({ verdict: 'connected', heard: { at: null, from: t('08:00:00'), to: t('09:15:20') } })
  })

  it('was declared before we saw it, and we say what we had seen', () => {
    expect(at('09:15:10')).toMatchObject({ verdict: 'disconnected', seen: { status: 'active' }, declaredAt: t('09:15:00') })
  })

  it('may have been either while it came back', () => {
    expect(at('09:30:00')).toMatchObject({ verdict: 'unsure', said: { status: { value: 'disconnected', or: 'active' } } })
  })
})
