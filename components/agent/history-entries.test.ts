import { expect, it } from 'vitest'
import type { AgentHistory } from '#lib/contract/agent-history.ts'
import type { TransitionItem } from '#lib/contract/agents.ts'
import { entriesOf } from './history-entries.ts'
import { sayChanges, sayTimes } from './history-words.ts'

const day = (clock: string) => `2026-11-21T${clock}:00.000Z`
const change = (field: string, from: string | null, to: string, seen: [string, string], more: Partial<TransitionItem> = {}) => ({
  ...{ field, from, to, at: null, seenAfter: day(seen[0]), seenBy: day(seen[1]), lastKeepAlive: null },
  ...more,
})
const page = (transitions: TransitionItem[], more: Partial<AgentHistory> = {}): AgentHistory => ({
  ...{
    manager: 'main',
    id: '001',
    name: 'host',
    range: '24h',
    to: day('12:00'),
    since: null,
    generatedUntil: null,
    removed: null,
  },
  strip: { from: day('00:00'), cellSeconds: 300, cells: 'a' },
  ...{ availability: [], gaps: [], total: transitions.length, transitions, after: null, ...more },
})
const BACK = change('status', 'disconnected', 'active', ['09:59', '10:00'])
const LOSS = change('status', 'active', 'disconnected', ['09:14', '09:16'], { at: day('09:15'), lastKeepAlive: day('08:52') })
const FIRST = change('status', 'pending', 'active', ['07:44', '07:46'])
const CODE = change('status_code', '0', '4', ['09:14', '09:16'])

it('puts what one pass saw together, and says how long it was away from the last keep-alive on', () => {
  const [back, loss] = entriesOf([page([BACK, CODE, LOSS])], null)
  expect(back).toMatchObject({ changes: [BACK], lasted: { status: 'disconnected', seconds: 67 * 60, exact: false } })
  expect(loss).toMatchObject({ time: Date.parse(day('09:15')), changes: [LOSS, CODE], lasted: null })
})

it('places gaps and the moment among the changes, and leaves out what older pages will bring', () => {
  const gap = (from: string, to: string) => ({ from: day(from), to: day(to), seconds: 60, reason: 'collector' as const })
  const gaps = [gap('07:00', '07:30'), gap('09:30', '09:40')]
  const kinds = (pages: AgentHistory[], at: string) => entriesOf(pages, Date.parse(day(at))).map(({ kind }) => kind)
  expect(kinds([page([BACK, LOSS], { gaps })], '09:35')).toEqual(['changes', 'moment', 'gap', 'changes', 'gap'])
  expect(kinds([page([BACK, LOSS, FIRST], { gaps, after: '7' })], '08:00')).toEqual(['changes', 'gap', 'changes'])
})

it('holds back what may be a part only of what one pass saw, until the rest is there', () => {
  const told = (...pages: AgentHistory[]) =>
    entriesOf(pages, null).map((entry) => (entry.kind === 'changes' ? entry.changes.length : entry.kind))
  const newest = page([BACK, CODE], { after: '7', total: 3 })
  expect(told(newest)).toEqual([1])
  expect(told(newest, page([LOSS], { total: 3 }))).toEqual([1, 2])
  expect(told(page([CODE], { after: '1', total: 2 }))).toEqual([1])
})

it('says a loss with its last keep-alive, the manager’s time and the passes around it', () => {
  expect(sayChanges([LOSS, CODE])).toEqual([{ head: 'Disconnected', rest: '' }])
  expect(sayTimes(LOSS, (time) => time.slice(11, 16))).toBe(
    'silent from 08:52 · declared 09:15, 23\u00a0min after the last keep-alive · seen between 09:14 and 09:16',
  )
  expect(sayTimes(BACK, (time) => time.slice(11, 16))).toBe('seen between 09:59 and 10:00')
})

it('does not take a manager’s time for the time of a change that passes saw elsewhere', () => {
  const odd = { ...LOSS, at: day('07:00') }
  expect(entriesOf([page([odd])], null)[0]?.time).toBe(Date.parse(day('09:16')))
  expect(sayTimes(odd, (time) => time.slice(11, 16))).toBe('silent from 08:52 · seen between 09:14 and 09:16')
})
