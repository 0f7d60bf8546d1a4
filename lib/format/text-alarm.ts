import { formatCount, formatShare, plural } from './numbers.ts'

const endpoints = (count: number) => plural(count, 'endpoint', 'endpoints')
const are = (count: number) => (count === 1 ? 'is' : 'are')

/** Words of the sentence that answers “are we fine?”, of its counts, and of what changed together; part of `TEXT`. */
export const ALARM_TEXT = {
  levels: { fine: 'Fine:', attention: 'Watch:', alarm: 'Not fine:', unknown: 'Unknown:' },
  inScope: (limited: boolean) => (limited ? ' in your scope' : ''),
  /** The head of the sentence is a link, the rest of it follows. */
  share: {
    all: (of: number, limited: string) => [`all ${endpoints(of)}${limited}`, of === 1 ? ' reports.' : ' report.'] as const,
    some: (gone: number, of: number, limited: string) =>
      [`${formatCount(gone)} of ${endpoints(of)}${limited}`, ` ${gone === 1 ? 'does' : 'do'} not report.`] as const,
    elsewhereAll: (of: number) => ['Elsewhere', ` all ${endpoints(of)} report.`] as const,
    elsewhere: (gone: number, of: number) =>
      ['Elsewhere', ` ${formatShare(of - gone, of)} of ${formatCount(of)} report, ${formatCount(gone)} do not.`] as const,
  },
  /** @param takes how long the manager takes to notice; '' when that is not known */
  quiet: (count: number, takes: string) =>
    [
      `${formatCount(count)} ${are(count)} quiet`,
      `: silent for too long, though the manager still calls ${count === 1 ? 'it' : 'them'} active${takes === '' ? '' : `; ${takes}`}.`,
    ] as const,
  stale: {
    all: 'there is no current data. What follows is the last that was known.',
    some: (names: string) => `No current data from ${names}.`,
  },
  expected: (count: number) => `${formatCount(count)} ${are(count)} expected to be down.`,
  gone: (count: number, days: number) => `${formatCount(count)} more ${are(count)} gone for over ${plural(days, 'day', 'days')}.`,
  report: (active: number, total: number) => `${formatShare(active, total)} report`,
  versus: (delta: number) =>
    delta === 0
      ? 'As many disconnected as a day ago.'
      : `${formatCount(Math.abs(delta))} ${delta > 0 ? 'more' : 'fewer'} disconnected than a day ago.`,

  deltas: {
    hour: 'in 1 h',
    day: 'in 24 h',
    /** `+3 in 1 h`; of a time that nobody saw, both ends of what it can have been. */
    exact: (delta: number, span: string) => `${signed(delta)} ${span}`,
    between: (low: number, high: number, span: string) => `${signed(low)} to ${signed(high)} ${span}`,
    unknown: (span: string) => `? ${span}`,
    unknownTitle: 'Nobody looked then.',
    betweenTitle: 'Nobody looked then: the change lies between the two.',
    whole: 'all: ',
    of: (total: number) => `of ${formatCount(total)}`,
    ofInSync: (share: string) => `${share} of all active`,
  },
  inSync: 'In sync',
  now: 'now',
  atLast: 'at the last reading',
  past: 'then',
  inSyncNote: 'of active',

  events: {
    title: 'Changed together',
    titleNote: 'last 24 h',
    nothing: 'Nothing that many endpoints did together in the last 24 hours.',
    notWatched: 'Not known yet: no pass is complete.',
    failed: 'What changed together could not be loaded.',
    down: (code: number | null) => DOWN_WORDS[code ?? -1] ?? 'were disconnected together',
    back: 'came back together',
    many: (count: number, size: number) =>
      count < size ? `${formatCount(count)} of ${endpoints(size)}` : `all ${endpoints(size)}`,
    plain: (count: number) => endpoints(count),
    factors: {
      manager: (value: string) => `of ${value}`,
      node: (value: string) => `on ${value}`,
      group: (value: string) => `in ${value}`,
      subnet24: (value: string) => `in ${value}`,
      subnet16: (value: string) => `in ${value}`,
      version: (value: string) => `with ${value}`,
      os: (value: string) => `with ${value}`,
    },
    factorNames: {
      manager: 'manager',
      node: 'node',
      group: 'group',
      subnet24: 'subnet',
      subnet16: 'subnet',
      version: 'version',
      os: 'system',
    },
    nothingInCommon: 'nothing in common',
    inCommon: (kind: string, value: string) => `${kind} ${value}`,
    others: (count: number) => `${formatCount(count)} ${count === 1 ? 'other' : 'others'} at the same time`,
    at: (time: string) => `at ${time}`,
    between: (from: string, to: string) => `between ${from} and ${to}`,
    heard: (from: string, to: string) => (from === to ? `silent since ${from}` : `last heard from ${from} to ${to}`),
    allBack: (time: string) => `all back by ${time}`,
    someBack: (still: number) => `${formatCount(still)} still gone`,
    quiet: (count: number) => [`${formatCount(count)} quiet`, ', still counted active'] as const,
  },
} as const

/** By the manager's status code. */
const DOWN_WORDS: Readonly<Record<number, string>> = {
  1: 'were refused for their version',
  2: 'were refused for an unreadable version',
  3: 'stopped cleanly together',
  4: 'went silent together',
  5: 'were reset by their manager',
}

function signed(delta: number): string {
  return delta > 0 ? `+${formatCount(delta)}` : delta < 0 ? `−${formatCount(-delta)}` : '0'
}
