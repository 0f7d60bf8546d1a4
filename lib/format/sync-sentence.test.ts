import { expect, test } from 'vitest'
import type { AgentSync } from '#lib/contract/agent-sync.ts'
import { arrivalSentence, syncSentence } from './sync-sentence.ts'

const AT = '2026-11-21T09:43:02.000Z'
const group = (name: string, more: Partial<AgentSync['groups'][number]> = {}): AgentSync['groups'][number] => ({
  ...{ name, known: true, mergedSum: 'a', configSum: 'b', changedAt: null, confChanged: null, suspect: false },
  ...more,
})
const WAITING: AgentSync = {
  state: 'not synced',
  since: AT,
  sincePrecision: 'observed',
  held: 'old',
  heldSince: null,
  own: 'own',
  groups: [group('windows'), group('pci-dss', { changedAt: AT, confChanged: true, suspect: true })],
  expected: { from: 'peers', sum: 'new', agents: 9, peers: 10 },
  syncedAt: '2026-11-21T09:41:00.000Z',
  regroupedAt: null,
  arrival: { cases: 100, medianSeconds: 38, p90Seconds: 90, sooner: 97 },
  asOf: '2026-11-21T09:46:02.000Z',
}
const say = (time: string) => time.slice(11, 19)
const main = (more: Partial<AgentSync>) => syncSentence({ ...WAITING, ...more }, 'active', say).main

test('an agent that waits is told which group changed, or why that is not known', () => {
  expect(main({})).toBe('pci-dss changed at 09:43:02 and the agent has not taken it yet.')
  const both = ['windows', 'pci-dss'].map((name) => group(name, { changedAt: AT, suspect: true }))
  expect(main({ groups: both })).toContain('windows and pci-dss changed since it was last in sync, at 09:41:00')
  expect(main({ regroupedAt: AT })).toContain('Its groups were changed at 09:43:02')
  expect(main({ groups: [group('windows')] })).toContain('none of them changed')
  expect(main({ groups: [group('windows'), group('hidden', { known: false, suspect: null })] })).toContain(
    'of those that can be read',
  )
  expect(main({ syncedAt: null })).toContain('never saw it in sync')
  expect(main({ state: 'unknown' })).toContain('no sync state')
})

test('one that is away can’t take anything, and one in sync is behind when its group has another sum', () => {
  expect(syncSentence(WAITING, 'disconnected', say).rest).toBe(
    'So since 09:43:02. It is not connected, so it can’t take anything.',
  )
  const synced: AgentSync = { ...WAITING, state: 'synced', expected: { from: 'group', sum: 'old' } }
  expect(syncSentence(synced, 'active', say)).toEqual({
    main: 'It holds the configuration of its groups.',
    rest: 'So since 09:43:02.',
  })
  const behind: AgentSync = { ...synced, expected: { from: 'group', sum: 'new' } }
  expect(syncSentence(behind, 'active', say).rest).toContain('By now they ask for another one; the manager compares')
  expect(syncSentence(behind, 'disconnected', say)).toEqual({
    main: 'It held the configuration of its groups when it was last heard.',
    rest: 'By now they ask for another one, which it can take once it is back.',
  })
  expect(syncSentence(synced, 'disconnected', say).rest).toBe('')
})

test('how long changes take is said with the number of cases, and unknown when there are too few', () => {
  expect(arrivalSentence(WAITING, 180).replaceAll('\u00a0', ' ')).toBe(
    'Half of the changes here arrive within 38 s, nine in ten within 1 min (100 seen in 7 days); 3 min is longer than 97 of 100 took.',
  )
  const quick = { ...WAITING, arrival: { ...WAITING.arrival, medianSeconds: 60, p90Seconds: 62 } }
  expect(arrivalSentence(quick, 180)).toMatch(/^Nine in ten changes here arrive within/)
  const few = { ...WAITING, arrival: { cases: 2, medianSeconds: null, p90Seconds: null, sooner: null } }
  expect(arrivalSentence(few, 180)).toContain('not known: only 2 were seen')
})

test('one that never connected has taken nothing yet, and nothing else is to be found out', () => {
  expect(syncSentence(WAITING, 'never_connected', say)).toEqual({
    main: 'It has never connected, so it has taken no configuration yet.',
    rest: '',
  })
})
