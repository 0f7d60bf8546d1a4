import { expect, test } from 'vitest'
import type { EventsReport, MassEventItem } from '#lib/contract/events.ts'
import { verdictOf } from './verdict-parts.ts'

const loss: MassEventItem = {
  direction: 'down',
  from: '2026-11-21T09:12:00Z',
  to: '2026-11-21T09:12:20Z',
  precision: 'exact',
  heardFrom: '2026-11-21T08:55:00Z',
  heardTo: '2026-11-21T08:55:30Z',
  count: 183,
  factor: { kind: 'group', value: 'branch-lyon', manager: null, size: 186 },
  together: 183,
  statusCode: 4,
  still: 183,
  backBy: null,
  returnOf: null,
  q: 'group=branch-lyon and status=disconnected',
}
type Alarm = EventsReport['alarm']
const said = (alarm: Alarm, { aged = false, events = [] as MassEventItem[] } = {}) => {
  const { level, head, more } = verdictOf({ alarm, events }, { limited: false, aged, timeZone: 'UTC' })
  return { level, head: head[0] + head[1], to: head[2], more: more.map(([linked, rest]) => linked + rest) }
}
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a loss of many is the main clause, with what they share, and how it is elsewhere follows', () => {
  const alarm: Alarm = {
    level: 'alarm',
    parts: [
      { kind: 'mass', level: 'alarm', event: 0, agents: 183, still: 183 },
      { kind: 'share', level: 'fine', notReporting: 248, of: 12_294, elsewhere: true, q: null },
    ],
  }
  const { level, head, to, more } = said(alarm, { events: [loss] })
  expect(level).toBe('alarm')
  expect(plain(head)).toBe('183 of 186 endpoints in branch-lyon went silent together at 08:55.')
  expect(to).toBe(loss.q)
  expect(more.map(plain)).toEqual(['Elsewhere 98.0 % of 12,294 report, 248 do not.'])
})

test('all is well is said in words, and leads nowhere', () => {
  const { level, head, to } = said({
    level: 'fine',
    parts: [{ kind: 'share', level: 'fine', notReporting: 0, of: 500, elsewhere: false, q: null }],
  })
  expect([level, plain(head), to]).toEqual(['fine', 'all 500 endpoints report.', null])
})

test('what is not known is never called fine, even where the last answer was', () => {
  const fine: Alarm = {
    level: 'fine',
    parts: [{ kind: 'share', level: 'fine', notReporting: 0, of: 5, elsewhere: false, q: null }],
  }
  expect(said(fine, { aged: true }).level).toBe('unknown')
  const stale: Alarm = {
    level: 'unknown',
    parts: [{ kind: 'stale', level: 'unknown', managers: ['a'], all: true }, ...fine.parts],
  }
  const { level, head, more } = said(stale)
  expect([level, head]).toEqual(['unknown', 'there is no current data. What follows is the last that was known.'])
  expect(more.map(plain)).toEqual(['All 5 endpoints report.'])
  expect(said({ level: 'unknown', parts: [] }).level).toBe('unknown')
})

test('a quiet agent comes with how long its manager takes to notice, where that is known', () => {
  const alarm: Alarm = {
    level: 'attention',
    parts: [{ kind: 'quiet', level: 'attention', quiet: 12, of: 400 }],
  }
  const takes = 'it takes 15–30 min to notice (assumed)'
  const { head } = verdictOf({ alarm, events: [] }, { limited: false, aged: false, takes })
  expect(head[0] + head[1]).toBe(
    '12 are quiet: silent for too long, though the manager still calls them active; it takes 15–30 min to notice (assumed).',
  )
})

test('a manager without current data, quiet, expected and gone ones are said one by one', () => {
  const { more } = said({
    level: 'attention',
    parts: [
      { kind: 'stale', level: 'attention', managers: ['apac'], all: false },
      { kind: 'share', level: 'fine', notReporting: 1, of: 40, elsewhere: false, q: null },
      { kind: 'quiet', level: 'fine', quiet: 1, of: 39 },
      { kind: 'expected', level: 'fine', count: 2, q: 'known=true' },
      { kind: 'gone', level: 'fine', count: 14, days: 30, q: 'gone=true' },
    ],
  })
  expect(more.map(plain)).toEqual([
    '1 of 40 endpoints does not report.',
    '1 is quiet: silent for too long, though the manager still calls it active.',
    '2 are expected to be down.',
    '14 more are gone for over 30 days.',
  ])
})
