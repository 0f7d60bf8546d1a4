import { formatCount, plural } from './numbers.ts'
import { formatClock } from './time.ts'

const endpoints = (count: number) => plural(count, 'endpoint', 'endpoints')

/** Words of marks: who is expected to be down, until when, and why. */
export const MARKS_TEXT = {
  open: 'Mark as expected down',
  title: 'Expected down',
  what: (count: number, limited: boolean) =>
    `${endpoints(count)} that ${count === 1 ? 'matches' : 'match'} now${limited ? ' in your scope' : ''}; later ones are not meant.`,
  whole: 'No filter is set, so every endpoint would be meant. Filter the list or select rows first.',
  picked: (count: number) => `${endpoints(count)}, as selected.`,
  one: (name: string) => name,
  explain: 'While they are down they leave the alarm and are counted apart.',
  reason: 'Reason',
  reasonHint: 'Patching, Bob is on it',
  until: 'Until',
  spans: [
    { label: '4 hours', hours: 4 },
    { label: '1 day', hours: 24 },
    { label: '3 days', hours: 72 },
    { label: '1 week', hours: 168 },
    { label: '30 days', hours: 720 },
  ],
  atTime: 'A time…',
  time: 'End',
  mark: (count: number) => `Mark ${endpoints(count)}`,
  end: 'End the marks there are',
  endOne: 'End it now',
  done: (count: number) => `${endpoints(count)} marked.`,
  ended: (count: number) => (count === 1 ? 'The mark has ended.' : `${formatCount(count)} marks have ended.`),
  nothingMarked: 'None of them is marked.',
  countNote: 'not reporting',
  known: (reason: string) => `Expected down: ${reason}`,
  untilWhen: (until: string, now: string, zone?: string) => `until ${formatClock(until, now, zone)}`,
  by: (who: string, at: string, now: string, zone?: string) => `marked by ${who}, ${formatClock(at, now, zone)}`,
}
