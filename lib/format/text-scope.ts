import type { SessionInfo } from '#lib/contract/session.ts'
import { LOCALE } from './locale.ts'
import { formatCount, plural } from './numbers.ts'

type Limits = NonNullable<SessionInfo['managers'][number]['limits']>
const LIST = new Intl.ListFormat(LOCALE, { type: 'conjunction' })

/** Actions that are spelled out; the rest is counted. */
const EXCESS_MAX = 4

/** Words of what a person's rights show and hide; part of `TEXT`. */
export const SCOPE_TEXT = {
  /** Whose endpoints a limited person sees; the manager may have others. */
  explain: ({ kind, groups, groupCount, agentCount }: Limits, manager: string) => {
    if (kind === 'only' && groupCount === 0 && agentCount === 0) return `Your account sees no endpoint of ${manager}.`
    const named = groups.length < groupCount ? [...groups, `${formatCount(groupCount - groups.length)} more groups`] : groups
    const singles = agentCount === 0 ? [] : [plural(agentCount, 'single endpoint', 'single endpoints')]
    const parts = [...(groupCount === 0 ? [] : [`the endpoints of ${LIST.format(named)}`]), ...singles].join(', and ')
    return kind === 'only'
      ? `Your account sees ${parts}; ${manager} may have others.`
      : `Your account does not see ${parts}; all others of ${manager} are here.`
  },
  emptyTitle: 'No endpoints in your scope',
  emptyDetail: 'Your account may read some endpoints, but none of them exists now.',
  nothingTitle: (manager: string) => `You may not see endpoints on ${manager}`,
  nothingDetail: (username: string, manager: string) => [
    `You are signed in as ${username}. ${manager} gives this account no right to read agents (`,
    'agent:read',
    '); its role ',
    'agents_readonly',
    ' would be enough.',
  ],
  nothingNext: 'Rollcall asks for your rights again about every minute; this page goes on by itself.',
  report: (username: string, manager: string) =>
    `The account ${username} of ${manager} may not read agents. It needs a role with agent:read (agent:id:*, or single groups) and group:read, such as agents_readonly.`,
  reportWhat: 'for your administrator',

  /** Of the account that Rollcall collects with. */
  account: {
    part: (manager: string) => `Only a part of ${manager} is here:`,
    partMore: 'the account that Rollcall collects with may not read every agent. All counts are of what it may read.',
    excess: (manager: string) => `Rollcall’s account at ${manager} may do more than read:`,
    excessMore: (actions: readonly string[]) =>
      `${LIST.format(actions.length > EXCESS_MAX ? [...actions.slice(0, EXCESS_MAX), `${formatCount(actions.length - EXCESS_MAX)} more`] : actions)}. A role that is enough is in docs/deploy.md.`,
    defaultPassword: (manager: string) => `Rollcall’s account at ${manager} has its first password:`,
    defaultPasswordMore: 'every new manager has this name and password, and so has everybody who knows that. Change it.',
    ownDefaultPassword: 'You signed in with a password that every new manager has:',
    ownDefaultPasswordMore: (manager: string) => `anybody may sign in to ${manager} with it. Change it there.`,
    hidesGroups: 'The sums of its groups are not shown: the account that Rollcall collects with may not read them.',
    hidesSums: (groups: readonly string[]) =>
      `No sums of ${LIST.format(groups)}: your account may not read them, or they were not read yet.`,
  },
} as const
