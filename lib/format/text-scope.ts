import type { SessionInfo } from '#lib/contract/session.ts'
import { LOCALE } from './locale.ts'
import { formatCount, plural } from './numbers.ts'

type Limits = NonNullable<SessionInfo['limits']>
const LIST = new Intl.ListFormat(LOCALE, { type: 'conjunction' })

/** Words of what a person's rights show and hide; part of `TEXT`. */
export const SCOPE_TEXT = {
  /** Whose endpoints a limited person sees; the manager may have others. */
  explain: ({ kind, groups, groupCount, agentCount }: Limits, manager: string) => {
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
} as const
