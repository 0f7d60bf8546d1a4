import type { SessionItem } from '#lib/contract/session.ts'
import { plural } from './numbers.ts'

/** Why a session ended before its time, by the reason; for the sign-in page. `name`: who vouched for the person. */
export const END_TEXT = {
  credentials: (name: string) =>
    `You were signed out: ${name} no longer accepts the name and password of your session. Its password was changed, or the account was removed.`,
  idle: (_name: string, minutes: number) =>
    `You were signed out: for ${plural(minutes, 'minute', 'minutes')} nobody did anything in your session.`,
  role: () => 'You were signed out: your role changed. Sign in again to go on with the new one.',
  revoked: () => 'You were signed out: your session was ended from a list of sessions.',
  way: (name: string) => `You were signed out: ${name} gives you no rights here any more.`,
  issuer: (name: string) => `You were signed out: ${name} no longer confirms your session. Sign in there again.`,
  unconfirmed: (name: string) => `You were signed out: it was time to ask ${name} about your rights again. Sign in to go on.`,
} as const

/** Words of the page about sessions. */
export const SESSIONS_TEXT = {
  title: 'Your sessions',
  titleAll: 'Sessions of everybody',
  lead: (idleMinutes: number, hours: number) =>
    `Where you are signed in. A session ends after ${plural(idleMinutes, 'minute', 'minutes')} without you, and after ${plural(hours, 'hour', 'hours')} at the latest.`,
  leadAll: 'Who is signed in, and where from. You see this as an administrator.',
  own: 'Yours',
  all: 'Everybody’s',
  which: 'Whose sessions',
  current: 'this one',
  columns: { who: 'Person', from: 'From', since: 'Signed in', seen: 'Last active', ends: 'Ends at the latest', act: 'Action' },
  as: ({ username, managerName }: SessionItem['accounts'][number]) => `${username} at ${managerName}`,
  at: (manager: string) => `at ${manager}`,
  administrator: 'administrator',
  ago: (age: string) => `${age} ago`,
  failed: 'The sessions can’t be listed',
  end: 'End',
  endOf: ({ username }: { username: string }, browser: string) => `End the session of ${username} in ${browser}`,
  endOthers: 'End all others',
  ended: 'The session is over.',
  othersEnded: (count: number) => (count === 0 ? 'You have no other session.' : `${plural(count, 'session', 'sessions')} ended.`),
  browser: (agent: string) => `${browserOf(agent)}${systemOf(agent)}`,
  tooMany: (count: number) => `The newest ${count} are shown.`,
} as const

/** First what names others too: Edge says that it is Chrome, and Chrome that it is Safari. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
] as const
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

function browserOf(agent: string): string {
  return BROWSERS.find(([mark]) => agent.includes(mark))?.[1] ?? 'an unknown program'
}

function systemOf(agent: string): string {
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1]
  return system === undefined ? '' : ` on ${system}`
}
