import { formatAge } from './age.ts'
import { LOCALE } from './locale.ts'
import { formatCount, formatShare, plural } from './numbers.ts'
import { ALARM_TEXT } from './text-alarm.ts'
import { CHART_TEXT } from './text-chart.ts'
import { RAIL_TEXT } from './text-rail.ts'
import { SCOPE_TEXT } from './text-scope.ts'

/** Every sentence and word of the screens, apart from what comes from the manager. One language for now; a second replaces this file. */
const LIST = new Intl.ListFormat(LOCALE, { type: 'conjunction' })
const endpoints = (count: number) => plural(count, 'endpoint', 'endpoints')
/** Counts of a person with limited sight say so themselves: nobody may take them for the whole fleet. */
const inScope = (limited: boolean) => (limited ? ' in your scope' : '')

export const TEXT = {
  product: 'Rollcall',
  title: (page: string) => `${page} · Rollcall`,
  none: '–',
  skip: 'Skip to content',
  tryAgain: 'Try again',
  loading: 'Loading…',
  copy: (what: string) => `Copy ${what}`,
  copied: 'Copied',
  copyFailed: 'Copying is not allowed here',
  requestId: 'Request',

  nav: { label: 'Main', endpoints: 'Endpoints' },
  theme: {
    label: (current: string, next: string) => `Theme: ${current}. Switch to ${next}`,
    names: { system: 'system', light: 'light', dark: 'dark' },
  },
  user: {
    menu: (name: string) => `Account: ${name}`,
    signedInAs: 'Signed in as',
    at: (manager: string) => `at ${manager}`,
    administrator: 'Administrator: warnings about accounts are shown to you.',
    sessions: 'Your sessions',
    kiosks: 'Wall screens',
    settings: 'Settings',
    audit: 'Audit log',
    shortcuts: 'Shortcut keys, such as / for the filter',
    signOut: 'Sign out',
    signOutFailed: 'Signing out did not work. Try again.',
  },

  fresh: {
    unknown: 'checking',
    live: (seconds: number) => ['live', formatAge(seconds)] as const,
    starting: 'starting',
    firstPass: (progress: { rows: number; total: number } | null) =>
      ['first pass', progress === null ? '' : `${formatCount(progress.rows)} of ${formatCount(progress.total)}`] as const,
    stale: (seconds: number | null) => ['stale', seconds === null ? 'no data yet' : formatAge(seconds)] as const,
    offline: (seconds: number | null) => ['offline', seconds === null ? 'no data yet' : formatAge(seconds)] as const,
    retrying: (seconds: number) => `retrying in ${formatAge(seconds)}`,
    reasons: {
      starting: 'no pass yet',
      first_pass: 'first pass running',
      ok: 'passes are late',
      unreachable: 'manager unreachable',
      rate_limited: 'manager limits requests',
      refused: 'manager refuses us',
      degraded: 'manager answers badly',
      other_fleet: 'another fleet answers',
    },
    dashboardGone: 'dashboard does not answer',
  },

  banner: {
    label: 'Notices',
    demo: (total: number | null) =>
      total === null || total === 0
        ? ['Demo data:', 'every agent here is invented.']
        : ['Demo data:', `these ${formatCount(total)} agents are invented.`],
    demoHint: 'Set MANAGER_URL to watch a real manager.',
    insecureTls: ['TLS is not verified:', 'anybody on the way to the manager can read along and answer in its place.'] as const,
    plainHttp: [
      'Not encrypted:',
      'this page came over plain HTTP. Anybody on the way can read along, passwords too, and act in your name. Ask whoever runs it for TLS.',
    ] as const,
    insecureTlsHint: 'Set MANAGER_CA_FILE or MANAGER_FINGERPRINT instead of MANAGER_TLS_INSECURE.',
    asOf: (total: number, time: string, limited: boolean) =>
      `Its ${endpoints(total)}${inScope(limited)} ${total === 1 ? 'is' : 'are'} shown as of ${time}.`,
    nothingYet: 'Nothing has been read from it yet.',
    nextTry: (seconds: number) => (seconds <= 0 ? 'Trying again now.' : `Next try in ${formatAge(seconds)}.`),
    states: {
      unreachable: (name: string, age: string | null) =>
        age === null ? `${name} does not answer` : `${name} has not answered for ${age}`,
      rate_limited: (name: string) => `${name} limits requests`,
      refused: (name: string) => `${name} refuses us`,
      degraded: (name: string) => `${name} gives answers that can’t be used`,
      hidden: (name: string) => `${name} hides agents that Rollcall saw before`,
      other_fleet: (name: string) => `Another fleet answers as ${name}`,
      late: (name: string, age: string | null) =>
        age === null ? `${name} is late` : `The last pass over ${name} ended ${age} ago`,
    },
    otherFleet:
      'Collecting has stopped, so that one fleet is not written over another. An administrator must confirm the new one.',
    othersLive: (names: readonly string[]) => `${LIST.format(names)} ${names.length === 1 ? 'is' : 'are'} live.`,
    dashboardGone: 'The dashboard does not answer.',
    dashboardGoneMore: (age: string | null) =>
      `${age === null ? 'What you see is its last answer.' : `What you see is ${age} old.`} Trying again every few seconds.`,
    requestFailed: 'The last answer could not be used',
  },

  summary: {
    label: 'Summary',
    allReport: (total: number, limited: boolean) =>
      total === 1 ? `The one endpoint${inScope(limited)} reports.` : `All ${endpoints(total)}${inScope(limited)} report.`,
    notReporting: (count: number, total: number, limited: boolean) =>
      `${formatCount(count)} of ${endpoints(total)}${inScope(limited)} ${count === 1 ? 'does' : 'do'} not report.`,
    nothing: (limited: boolean) => (limited ? 'No endpoints in your scope.' : 'No endpoints yet.'),
    filtered: (count: number, total: number, limited: boolean) =>
      count === 0
        ? `None of ${endpoints(total)}${inScope(limited)} matches.`
        : `${formatCount(count)} of ${endpoints(total)}${inScope(limited)} ${count === 1 ? 'matches' : 'match'}.`,
    reporting: (active: number, total: number) => `${formatShare(active, total)} report`,
    silentInFilter: (active: number, total: number) =>
      `All counts are for the filter: ${formatCount(total - active)} of ${formatCount(total)} do not report`,
    asOf: (time: string) => `as of ${time}`,
    inSync: 'In sync',
    notInSync: (count: number) => `${formatCount(count)} not in sync`,
    bar: (parts: string) => `Share of each status: ${parts}`,
    firstPass: (rows: number, total: number) =>
      `Reading the manager for the first time: ${formatCount(rows)} of ${formatCount(total)}.`,
    firstPassUncounted: 'Reading the manager for the first time.',
    firstPassMore: 'The counts are not complete yet.',
    announce: (count: number, active: number, limited: boolean) =>
      `${endpoints(count)}${inScope(limited)}, ${formatCount(active)} active, ${formatCount(count - active)} not`,
  },

  filter: {
    label: 'Filter',
    placeholder: 'Filter by name, id or address, or field=value',
    clear: 'Clear the filter',
    use: (suggestion: string) => `Use ${suggestion}`,
    still: (count: number, q: string, limited: boolean) =>
      `Still shown: ${q === '' ? 'all ' : ''}${endpoints(count)}${inScope(limited)}${q === '' ? '' : ` for ${q}`}.`,
  },

  list: {
    caption: (range: string, sort: string) => `Endpoints ${range}, sorted by ${sort}`,
    descending: 'descending',
    loading: 'Loading endpoints',
    since: (age: string, precision: 'exact' | 'observed' | 'at_least') => (precision === 'at_least' ? `≥\u00a0${age}` : age),
    sinceTitle: {
      exact: 'the manager’s own time',
      observed: 'first seen by us then; it happened since the pass before',
      at_least: 'at least since then: it was so when Rollcall first looked',
    },
    heardNote: 'measured when the manager last reported this endpoint',
    outdated: 'older than its manager',
    inSync: 'in sync',
    notInSync: 'not in sync',
    noSync: 'no state yet',
    moreGroups: (count: number) => `+${formatCount(count)}`,
    range: (from: number, to: number, total: number, limited: boolean) =>
      `${formatCount(from)}–${formatCount(to)} of ${formatCount(total)}${inScope(limited)}`,
    pager: 'Pages',
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    last: 'Last page',
    sortBy: 'Sort by',
    ascendingName: (label: string) => `${label}, ascending`,
    descendingName: (label: string) => `${label}, descending`,
  },

  empty: {
    title: 'No endpoints yet',
    /** A manager, with its version and when it last answered as far as they are known. */
    manager: (name: string, version: string | null, at: string | null) => {
      const known = [version, at].filter((part) => part !== null).join(', ')
      return known === '' ? name : `${name} (${known})`
    },
    detail: (managers: readonly string[], interval: string) =>
      `${LIST.format(managers)} ${managers.length === 1 ? 'answers' : 'answer'} and nothing is enrolled there. The first endpoint shows here within ${interval} of its registration.`,
    next: 'Install an agent, point it at the manager and start it; nothing needs to be done here.',
  },
  scope: SCOPE_TEXT,
  noMatch: {
    title: 'Nothing matches',
    detail: (total: number, limited: boolean) => `None of the ${endpoints(total)}${inScope(limited)} fits all conditions.`,
    without: 'Without one of the conditions there would be:',
    drop: (term: string) => `without ${term}`,
    clear: 'Clear the filter',
  },
  badQuery: {
    title: 'The filter can’t be read',
    detail: 'No rows are shown, because it is not clear which ones are meant.',
  },
  badSort: {
    title: 'The list can’t be sorted by that',
    detail: (sort: string) => `There is no sortable field “${sort}”.`,
    reset: 'Sort by name',
  },
  badCursor: {
    title: 'This page of the list is no longer there',
    detail: 'The link to it belongs to another filter or sort.',
    reset: 'Go to the first page',
  },
  waiting: {
    startingTitle: 'Rollcall is starting',
    startingDetail: 'The store is being read; this takes a few seconds. The page goes on by itself.',
    title: (name: string) => `Waiting for the first answer of ${name}`,
    detail: 'Endpoints appear here as they are read.',
    firstPassTitle: (name: string) => `Reading ${name} for the first time`,
    rows: (rows: number, total: number) => `${formatCount(rows)} of ${endpoints(total)}`,
  },
  failed: {
    title: 'The endpoints could not be loaded',
    agentTitle: 'This endpoint could not be loaded',
  },
  notFoundPage: {
    title: 'There is no such page',
    detail: 'The address is wrong, or the page is gone.',
    back: 'Go to the endpoints',
  },

  alarm: ALARM_TEXT,
  chart: CHART_TEXT,
  rail: RAIL_TEXT,
} as const
