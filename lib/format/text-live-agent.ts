import type { NoAnswer, NoAnswerReason } from '#lib/contract/agent-live.ts'
import { formatAge } from './age.ts'
import { formatCount, plural } from './numbers.ts'

const messages = (count: number) => plural(count, 'message', 'messages')

/** Words of what is asked of an agent and its manager while somebody looks; loaded with that part of the page. */
export const LIVE_AGENT_TEXT = {
  asking: 'Asking…',
  asked: (time: string, ms: number, next: string | null) =>
    `asked ${time}, answered in ${ms < 10_000 ? `${formatCount(ms)}\u00a0ms` : formatAge(ms / 1000)}${next === null ? '' : `, ${next}`}`,
  next: (seconds: number) => (seconds <= 0 ? 'again now' : `again in ${formatAge(seconds)}`),
  paused: 'paused',
  pause: 'Pause',
  resume: 'Go on',
  old: (age: string) => `This answer is ${age} old.`,
  failed: 'The last answer of the dashboard could not be used:',
  columns: { measure: 'Measure', agent: 'Agent says', manager: 'Manager says', fit: 'Agreement' },
  rows: {
    connection: 'Connection',
    keepAlive: 'Last keep-alive',
    ack: 'Last acknowledgement',
    events: 'Events',
    messages: 'Messages',
    buffer: 'Buffer',
  },
  states: { connected: 'connected', pending: 'pending', disconnected: 'disconnected', unknown: 'a state we do not know' },
  silent: 'does not say',
  noAnswer: 'no answer',
  never: 'never',
  none: 'none yet',
  agree: 'agree',
  differ: 'differ',
  sent: (time: string) => `${time} sent`,
  received: (time: string) => `${time} received`,
  readAt: (time: string) => `as of ${time}`,
  zone: (seconds: number) => `its own time, UTC${seconds === 0 ? '' : `${seconds < 0 ? '−' : '+'}${clock(Math.abs(seconds))}`}`,
  ahead: (seconds: number) => `agent’s clock ${formatAge(seconds)} ahead`,
  behind: (seconds: number) => `${formatAge(-seconds)} old, or its clock is behind`,
  notArrived: (age: string) => `sent, but nothing arrived for ${age}`,
  oneWay: (age: string) => `none for ${age}: messages go out, answers do not come`,
  acks: (count: number) => `${formatCount(count)} sent`,
  made: (count: number) => `${formatCount(count)} made`,
  eventsReceived: (count: number) => `${formatCount(count)} received`,
  lost: (count: number) => `at least ${formatCount(count)} lost`,
  sentTotal: (count: number) => `${formatCount(count)} sent`,
  receivedTotal: (count: number, since: string | null) =>
    `${formatCount(count)} received${since === null ? '' : ` since ${since}`}`,
  growing: (sent: number, received: number, seconds: number) =>
    `${messages(sent)} sent, ${formatCount(received)} received in ${formatAge(seconds)}`,
  fewer: (missing: number, seconds: number) => `${formatCount(missing)} fewer arrived in ${formatAge(seconds)}`,
  more: (extra: number, seconds: number) => `${formatCount(extra)} more arrived than were sent in ${formatAge(seconds)}`,
  discarded: (count: number) => `${formatCount(count)} discarded by the manager`,
  waiting: (count: number, size: number, assumed: boolean) =>
    `${formatCount(count)} of ${formatCount(size)}${assumed ? ', the default' : ''}`,
  unbuffered: 'off: events go as they come',
  filling: (percent: string) => `${percent} full: flooding`,
  full: (percent: string) => `${percent} full`,
  lookThere: 'Look on the endpoint itself:',
} as const

function clock(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** What an answer would be of, as part of a sentence. */
export type Asked = 'live' | 'counters' | 'collection' | 'config' | 'inventory'

const WHAT: Readonly<Record<Asked, string>> = {
  live: 'what it says of itself',
  counters: 'what the manager has counted of it',
  collection: 'what it collects',
  config: 'its configuration',
  inventory: 'its inventory',
}

/** Why there is no answer: what is so, then what that means. @param of what was to be asked @param since when and why it is away */
export function whyNot({ why, minVersion }: NoAnswer, of: Asked, since = ''): readonly [string, string] {
  const what = WHAT[of]
  const away = (status: string) => `The manager lists it as ${status}${since}.`
  const words: Readonly<Record<NoAnswerReason, readonly [string, string]>> = {
    manager_itself: ['This is the manager itself.', `No agent runs behind 000, so there is nobody to ask for ${what}.`],
    disconnected: [away('disconnected'), `An agent that is away can’t be asked for ${what}; it is asked once it is back.`],
    pending: [
      away('pending'),
      `It has said hello and sent no keep-alive yet. It is asked for ${what} as soon as the manager calls it active.`,
    ],
    never_connected: ['It has never connected.', `It was registered and not heard since, so nothing is known of ${what}.`],
    unknown_status: ['The manager gives it a status that we do not know.', 'Only active agents are asked.'],
    too_old: [
      'Its version is too old.',
      `Only agents from version ${minVersion ?? 'a later one'} on can be asked for ${what}. What the manager knows is all there is.`,
    ],
    silent: [
      'It did not answer in time.',
      `The manager lists it as active, but passed no answer on. It is asked again in a minute, so that the manager is not held up.`,
    ],
    removed: ['The manager does not know it any more.', 'It was removed since it was last read.'],
    not_offered: ['This manager does not offer it.', `Its version has no call for ${what}.`],
    not_run: ['Not in use there.', 'The part of the agent that would answer does not run, or has no such section.'],
    no_inventory: ['No inventory yet.', 'The agent has not reported any to the manager.'],
    no_permission: [
      'Your account may not read this.',
      of === 'inventory'
        ? 'The manager gives it no right to the inventory of this agent (syscollector:read).'
        : 'The manager gives it no right to this agent (agent:read).',
    ],
    account_refused: [
      'The manager does not accept your account any more.',
      'Its password was changed or it was removed; sign in again.',
    ],
    busy: ['Not asked just now.', 'The manager gets as many requests as it may; this is asked again as soon as there is room.'],
    blocked: ['The manager blocks log-ins for a while.', 'Too many failed; it lifts the block within 5 minutes.'],
    unreachable: ['The manager does not answer.', 'What Rollcall knows of the agent is shown as it was last read.'],
    failing: ['The manager fails to answer.', 'It is starting, or one of its daemons does not run.'],
    unreadable: ['The manager’s answer can’t be read.', 'It is not what was agreed, so nothing of it is shown.'],
  }
  return words[why]
}
