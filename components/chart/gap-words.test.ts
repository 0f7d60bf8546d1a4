import { expect, test } from 'vitest'
import type { Evolution, EvolutionGap } from '#lib/contract/evolution.ts'
import { gapTimes, narrowGaps, ofManager } from './gap-words.ts'

const START = Date.parse('2026-11-21T00:00:00Z')
const at = (minute: number) => new Date(START + minute * 60_000).toISOString()
const gap = (from: number, to: number, more: Partial<EvolutionGap> = {}): EvolutionGap => ({
  ...{ manager: 'emea', from: at(from), to: at(to), seconds: (to - from) * 60, reason: 'collector', ...more },
})
const moment = { at: at(0), precision: 'none' as const, seenAt: null, byStatus: null, total: null, after: null }
const day = (gaps: EvolutionGap[]): Evolution => ({
  ...{ from: at(0), to: at(1439), stepSeconds: 900, ignoresQuery: false, watchedSince: at(0), generatedUntil: null },
  ...{ points: [], gaps, ago: { hour: moment, day: moment } },
})
const one = new Map([['emea', 'EMEA']])
const texts = (gaps: EvolutionGap[], names: ReadonlyMap<string, string> = one) =>
  narrowGaps(day(gaps), names, 'UTC').said.map(({ text }) => text)

test('a gap that is too narrow for a label says when and why beside the drawing', () => {
  expect(texts([gap(130, 154)])).toEqual(['No data 02:10–02:34: Rollcall did not run.'])
  expect(texts([gap(130, 154, { reason: 'unreachable' })])).toEqual(['No data 02:10–02:34: manager did not answer.'])
})

test('one that is wide enough says it itself, and one that can’t be seen says nothing', () => {
  expect(narrowGaps(day([gap(100, 400), gap(500, 501)]), one, 'UTC')).toEqual({ said: [], more: 0 })
})

test('the two newest are said and the others are counted', () => {
  const gaps = [gap(60, 70), gap(180, 190), gap(300, 310), gap(420, 430)]
  expect(texts(gaps)).toEqual(['No data 07:00–07:10: Rollcall did not run.', 'No data 05:00–05:10: Rollcall did not run.'])
  expect(narrowGaps(day(gaps), one, 'UTC').more).toBe(2)
})

test('one that began on another day says which, and the day of both once', () => {
  expect(texts([gap(-30, 20)])).toEqual(['No data 20 Nov, 23:30–00:20: Rollcall did not run.'])
  const asOf = '2026-11-23T10:00:00Z'
  expect(gapTimes(gap(130, 154), asOf, 'UTC')).toEqual(['21 Nov, 02:10', '02:34'])
  expect(gapTimes(gap(-30, 20), asOf, 'UTC')).toEqual(['20 Nov, 23:30', '21 Nov, 00:20'])
})

test('where there are several managers it says whose gap it is, by name', () => {
  const two = new Map([...one, ['apac', 'Asia']])
  expect(texts([gap(130, 154, { manager: 'apac' })], two)).toEqual(['No data 02:10–02:34 (Asia): Rollcall did not run.'])
  expect(ofManager(gap(0, 1), one)).toBe('')
  expect(ofManager(gap(0, 1, { manager: 'gone' }), two)).toBe(' (gone)')
})
