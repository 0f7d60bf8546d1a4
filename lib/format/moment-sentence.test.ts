import { expect, it } from 'vitest'
import type { MomentAnswer } from '#lib/contract/agent-at.ts'
import { momentSentence } from './moment-sentence.ts'

type Known = Extract<MomentAnswer, { kind: 'known' }>
const none = { value: null, either: null, since: null, next: null }
const claim = (value: string) => ({ ...none, value })
const day = (clock: string) => `2026-11-21T${clock}:00.000Z`
const silence = { heardAt: null, heardFrom: null, heardTo: null, declaredAt: null, backBy: null }
const known = (now: Partial<Known['now']>, said: Partial<Known['said']> = {}, gap = false): Known => ({
  kind: 'known',
  said: {
    ...{ status: claim('active'), sync: claim('synced'), statusCode: none, mergedSum: none, configSum: none },
    ...{ groups: none, nodeName: none, ip: none, version: none, ...said },
  },
  seen: { status: 'active', sync: 'synced', at: day('08:59') },
  now: { verdict: 'connected', ...silence, ...now },
  gap,
})

it.each<[MomentAnswer, string]>([
  [known({}), 'Connected, in sync.'],
  [known({}, {}, true), 'Connected, in sync. Nobody looked at that time; it was so before and after.'],
  [known({ heardAt: '2026-11-21T08:59:52.000Z' }), 'Connected, in sync. Last heard 8\u00a0s before.'],
  [
    known({}, { sync: { ...claim('not synced'), since: { exact: null, after: day('08:00'), by: day('08:01') } } }),
    'Connected, not in sync since 08:01.',
  ],
  [
    known({ verdict: 'silent', heardAt: day('08:52'), declaredAt: day('09:15') }),
    'Not connected: the manager still said active, but it had been silent since 08:52, and was declared disconnected at 09:15; in sync.',
  ],
  [
    known({ verdict: 'silent', heardAt: day('08:52') }, { status: claim('pending'), sync: claim('unknown') }),
    'Not connected: the manager still said pending, but it had been silent since 08:52.',
  ],
  [
    known({ verdict: 'disconnected', heardAt: day('08:30'), declaredAt: day('08:45') }),
    'Not connected: disconnected since 08:45, last heard 08:30; in sync.',
  ],
  [known({ verdict: 'never_connected' }), 'Not connected: it had never connected.'],
  [
    known(
      { verdict: 'unsure' },
      {
        status: {
          ...claim('disconnected'),
          either: { value: 'active' },
          next: { to: 'active', exact: null, after: day('08:50'), by: day('09:05') },
        },
      },
    ),
    'Not certain: it went from disconnected to active between 08:50 and 09:05; in sync.',
  ],
  [known({ verdict: 'later' }), 'Not known yet: it was active at 08:59, and has not been read since.'],
  [{ kind: 'before_history', since: day('09:30') }, 'Not known: what Rollcall knows of its manager begins at 09:30.'],
  [{ kind: 'not_enrolled', enrolledAt: day('09:30') }, 'Not there yet: it was registered at 09:30.'],
  [
    { kind: 'removing', lastSeenAt: day('08:50'), removedBy: day('09:05') },
    'Not certain: it was removed between 08:50 and 09:05.',
  ],
  [{ kind: 'removed', lastSeenAt: day('08:00'), removedBy: day('08:01') }, 'Not there any more: it was removed by 08:01.'],
])('says %#: %s', (answer, sentence) => {
  expect(momentSentence(answer, day('09:00'), (time) => time.slice(11, 16))).toBe(sentence)
})
