import { expect, it } from 'vitest'
import { parseMoment } from './moment-text.ts'

const NINE = Date.parse('2026-11-21T09:00:00.000Z')

it.each([
  '2026-11-21T09:00:00.000+0000',
  '2026-11-21T09:00:00.000 0000',
  '2026-11-21T09:00:00.000+00:00',
  '2026-11-21T09:00:00Z',
  '2026-11-21T09:00Z',
  '2026-11-21 09:00:00z',
  '2026-11-21T10:00:00.000+0100',
  '2026-11-21T10:00:00.000 01:00',
  '2026-11-21T10:00:00+01',
  '2026-11-21T04:30:00-0430',
  '1795251600',
  '1795251600.000',
  '1795251600000',
  ' 2026-11-21T09:00:00Z ',
])('reads %s', (text) => {
  expect(parseMoment(text)).toEqual({ ok: true, at: NINE })
})

it.each(['2026-11-21T09:00:00', '2026-11-21 09:00', '2026-11-21'])('asks for the zone of %s', (text) => {
  expect(parseMoment(text)).toEqual({ ok: false, problem: 'no_zone' })
})

it.each(['', 'yesterday', '2026-02-31T09:00:00Z', '12', '2026-11-21T25:00:00Z', '99999999999999999999', '<b>'])(
  'can’t read “%s”',
  (text) => {
    expect(parseMoment(text)).toEqual({ ok: false, problem: 'unreadable' })
  },
)
