import { expect, it } from 'vitest'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { headline, hero, oldestData, staleSince } from './board-words.ts'

const NOW = Date.UTC(2026, 10, 21, 9, 41)
const iso = (seconds: number) => new Date(NOW + seconds * 1000).toISOString()
const manager = (name: string, freshFor: number | null): KioskBoard['managers'][number] => ({
  ...{ id: name, name, state: 'ok', lastSyncAt: iso(-30), total: 10, notReporting: 1 },
  freshUntil: freshFor === null ? null : iso(freshFor),
})
const event = (more: Partial<KioskBoard['events'][number]>): KioskBoard['events'][number] => ({
  ...{ direction: 'down', from: iso(-2760), to: iso(-2700), count: 183, still: 183, backBy: null, what: 'branch-lyon' },
  ...more,
})
const board = (more: Partial<Pick<KioskBoard, 'total' | 'managers' | 'events' | 'unknownManagers'>>): KioskBoard => ({
  ...{
    now: iso(0),
    name: 'SOC',
    names: true,
    expiresAt: iso(1e6),
    confirm: null,
    total: 10,
    active: 9,
    notReporting: 1,
    expectedDown: 0,
  },
  ...{ byStatus: { disconnected: 1, never_connected: 0, other: 0 }, synced: 9, unheard: 0, unknownManagers: [] },
  ...{ hour: { went: 0, back: 0, net: null, newest: [] }, chart: { from: iso(-1), to: iso(0), points: [], gaps: [] } },
  ...{ managers: [manager('emea', 30)], events: [] },
  ...more,
})
const said = (of: KioskBoard, now = NOW) => headline(of, now, 'UTC').text

it('draws the curtain once no manager is heard, whether the dashboard said so or time went by', () => {
  expect(staleSince(board({}), NOW)).toBeNull()
  expect(staleSince(board({}), NOW + 30_000)).toBe(iso(-30))
  expect(staleSince(board({ managers: [manager('emea', null)] }), NOW)).toBe(iso(-30))
  expect(staleSince(board({ managers: [manager('emea', null), manager('apac', 30)] }), NOW)).toBeNull()
  expect(staleSince(board({ managers: [{ ...manager('new', null), lastSyncAt: null }] }), NOW)).toBe('')
})

it('says the age of the oldest data that is shown', () => {
  const managers = [manager('emea', 30), { ...manager('apac', 10), lastSyncAt: iso(-50) }]
  expect(oldestData(board({ managers }), NOW)).toBe(iso(-50))
  expect(oldestData(board({ managers }), NOW + 10_000)).toBe(iso(-30))
})

it('says first of what nothing is known', () => {
  const managers = [manager('emea', 30), manager('apac', null)]
  expect(said(board({ managers, events: [event({})] }))).toBe('apac: no data since 09:40')
  expect(headline(board({ managers }), NOW).mark).toBe('unknown')
})

it('says that its manager has another name: first where nothing is left to count, else after what is wrong there', () => {
  const some = board({ unknownManagers: ['Berlin'], events: [event({})] })
  expect(said(some)).toBe('branch-lyon: 183 silent since 08:55')
  expect(said({ ...some, events: [] })).toContain('Berlin')
  const none = board({ total: 0, managers: [], unknownManagers: ['Berlin'], events: [event({})] })
  expect(headline(none, NOW)).toEqual({ mark: 'unknown', text: 'No manager is called Berlin any more: connect this screen anew' })
})

it('says what is still gone before what is over', () => {
  const over = event({ still: 0, count: 40, what: 'paris' })
  expect(said(board({ events: [over, event({})] }))).toBe('branch-lyon: 183 silent since 08:55')
  expect(said(board({ events: [over] }))).toBe('paris: 40 were silent, all are back')
  const later = { events: [over], managers: [manager('emea', 9000)] }
  expect(said(board(later), NOW + 4_000_000)).toBe('Nothing changed in the last hour')
  expect(said(board({ events: [event({ still: 3, what: null })] }))).toBe('183 silent, 3 still gone')
  expect(headline(board({}), NOW)).toEqual({ mark: null, text: 'Nothing changed in the last hour' })
})

it('calls nothing missing only what is nothing', () => {
  expect(hero({ notReporting: 0, expectedDown: 0, total: 500 })).toEqual({ number: '0', words: 'all 500\u00a0endpoints report' })
  expect(hero({ notReporting: 1, expectedDown: 0, total: 500 })).toEqual({ number: '1', words: 'endpoint does not report' })
})

it('says how many of those that do not report somebody expects to be down', () => {
  const words = (notReporting: number, expectedDown: number) => hero({ notReporting, expectedDown, total: 5000 }).words
  expect(words(131, 20)).toBe('endpoints do not report, 20 as expected')
  expect(words(1, 1)).toBe('endpoint does not report, all as expected')
  expect(words(0, 0)).toMatch(/^all/)
})
