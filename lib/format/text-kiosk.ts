import { formatAge } from './age.ts'
import { LOCALE, NBSP } from './locale.ts'
import { formatCount, plural } from './numbers.ts'

const endpoints = (count: number) => plural(count, 'endpoint', 'endpoints')
const signed = (delta: number) => (delta > 0 ? `+${formatCount(delta)}` : delta < 0 ? `−${formatCount(-delta)}` : '±0')

/** Words of the wall screen. They are read from three metres away: short, and never more than there is room for. */
export const KIOSK_TEXT = {
  title: 'Kiosk',
  asOf: (time: string) => `data as of ${time}`,
  connecting: 'connecting',
  lostSince: (time: string) => `no connection since ${time}`,
  now: 'Now',
  hero: (count: number, expected: number) =>
    `${count === 1 ? 'endpoint does not report' : 'endpoints do not report'}${expected === 0 ? '' : `, ${expected === count ? 'all' : formatCount(expected)} as expected`}`,
  allReport: (total: number) => (total === 0 ? 'no endpoints' : `all ${endpoints(total)} report`),
  parts: { disconnected: 'Disconnected', never_connected: 'Never connected', other: 'Pending, unknown' },
  unheard: (count: number) => `${endpoints(count)} not known`,
  hour: (net: number) => [signed(net), `in 1${NBSP}h`] as const,
  lastHour: (went: number, back: number) =>
    went + back === 0
      ? 'Nothing changed in the last hour'
      : `Last hour: ${formatCount(went)} went silent, ${formatCount(back)} came back`,
  event: {
    down: (count: number, since: string) => `${formatCount(count)} silent since ${since}`,
    downBack: (count: number, still: number) =>
      still === 0
        ? `${formatCount(count)} were silent, all are back`
        : `${formatCount(count)} silent, ${formatCount(still)} still gone`,
    back: (count: number, at: string) => `${formatCount(count)} came back at ${at}`,
    named: (what: string, text: string) => `${what}: ${text}`,
  },
  stale: (name: string, since: string | null) => (since === null ? `${name}: no data yet` : `${name}: no data since ${since}`),
  unknownManager: (name: string) => `No manager is called ${name} any more: connect this screen anew`,
  chart: (span: string, net: number | null, gaps: number) =>
    `Not reporting, ${span}.${net === null ? '' : ` ${signed(net)} in the last hour.`}${gaps === 0 ? '' : ` ${plural(gaps, 'gap', 'gaps')} in which nobody looked.`}`,
  span: 'last 24 hours',
  noPast: 'The chart begins with what is seen from now on.',
  notBefore: (time: string) => `Not watched before ${time}`,
  agoDay: `24${NBSP}h ago`,
  sync: (share: string) => [share, 'in sync'] as const,
  more: (count: number) => `+${formatCount(count)}`,
  changes: {
    title: 'The last hour',
    went: (count: number) => [formatCount(count), 'went silent'] as const,
    back: (count: number) => [formatCount(count), 'came back'] as const,
    down: 'went silent',
    returned: 'came back',
  },
  managers: {
    title: 'Managers',
    silent: (count: number, total: number) =>
      [formatCount(count), `of ${formatCount(total)} ${count === 1 ? 'does' : 'do'} not report`] as const,
    noData: (since: string | null) => (since === null ? 'no data yet' : `no data since ${since}`),
  },
  rotation: (at: number, of: number) => `View ${at} of ${of}`,
  pause: 'Pause',
  resume: 'Go on',
  confirm: (name: string, by: string) => `${name} must sign in by ${by}`,

  curtain: {
    title: (since: string | null) => (since === null ? 'No data yet' : `No data since ${since}`),
    dashboard: 'The dashboard does not answer.',
    managers: (names: string, one: boolean) => `${names} ${one ? 'does' : 'do'} not answer.`,
    more: 'The numbers return when the data does.',
  },
  pairing: {
    title: 'Connect this screen',
    steps: (address: string) => ['On a computer where you are signed in, open', address, 'and type this code:'] as const,
    left: (seconds: number) => `The code changes in ${formatAge(seconds)}.`,
    noScript: 'This page renews itself.',
    spell: (code: string) => [...code].join(' '),
  },
  held: {
    title: 'This screen is waiting',
    detail: (name: string, username: string, manager: string) =>
      `${username}, who approved “${name}”, has to sign in at ${manager} again. Until then it shows nothing.`,
  },
  ended: {
    title: 'This screen is not connected',
    revoked: 'Somebody disconnected it.',
    expired: 'The time that it was approved for is over.',
    again: 'Connect it again',
  },
  noCookies: {
    title: 'This browser keeps no cookies',
    detail: 'A screen needs one. In a private window, or in a frame of another site, it may be forbidden.',
  },
  crowded: {
    title: 'Too many screens wait for approval',
    detail: 'This one asks again in a minute.',
  },
  waiting: { title: 'Waiting for data', detail: 'The dashboard is starting, or its store is busy.' },
} as const

/** `09:41`, with the day where that is another one than today's. @param now epoch milliseconds */
export function wallTime(time: string, now: number, timeZone?: string): string {
  const date = new Date(time)
  const zone = timeZone === undefined ? {} : { timeZone }
  const clock = date.toLocaleTimeString(LOCALE, { hour: '2-digit', minute: '2-digit', ...zone })
  const day = (of: Date) => of.toLocaleDateString(LOCALE, { day: 'numeric', month: 'short', ...zone })
  return day(date) === day(new Date(now)) ? clock : `${day(date)}, ${clock}`
}

/** `09:41:20`. @param ms epoch milliseconds */
export function wallClock(ms: number, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  return new Date(ms).toLocaleTimeString(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', ...zone })
}
