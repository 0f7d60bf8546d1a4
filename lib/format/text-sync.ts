import { formatCount } from './numbers.ts'

/** Words of whether an agent holds the configuration of its groups. */
export const SYNC_TEXT = {
  title: 'Sync',
  loading: 'What speaks for it is on its way…',
  failed: 'What speaks for it can’t be shown',
  retry: 'Try again',
  unknown: 'The manager has no sync state for this agent.',
  since5: 'Managers from 5.0 on do not say whether an agent holds the configuration of its groups.',
  inSync: 'It holds the configuration of its groups.',
  since: (time: string, atLeast: boolean) => (atLeast ? `So at least since ${time}.` : `So since ${time}.`),
  wasInSync: 'It held the configuration of its groups when it was last heard.',
  behind: 'By now they ask for another one; the manager compares again at the next keep-alive.',
  behindAway: 'By now they ask for another one, which it can take once it is back.',
  neverSynced: 'It does not hold the configuration of its groups, and Rollcall never saw it in sync, so why is not known.',
  neverConnected: 'It has never connected, so it has taken no configuration yet.',
  away: 'It is not connected, so it can’t take anything.',
  changed: (group: string, time: string) => `${group} changed at ${time} and the agent has not taken it yet.`,
  changedSeveral: (groups: string, time: string) =>
    `${groups} changed since it was last in sync, at ${time}, and the agent has not taken that yet.`,
  regrouped: (time: string) => `Its groups were changed at ${time} and the agent has not taken their configuration yet.`,
  changedHidden: (time: string) =>
    `It does not hold the configuration of its groups; of those that can be read none changed since it was last in sync, at ${time}.`,
  nothingChanged: (time: string) =>
    `It does not hold the configuration of its groups, though none of them changed since it was last in sync, at ${time}.`,
  arrival: (median: string, p90: string, cases: string) =>
    median === p90
      ? `Nine in ten changes here arrive within ${p90} (${cases} seen in 7 days)`
      : `Half of the changes here arrive within ${median}, nine in ten within ${p90} (${cases} seen in 7 days)`,
  longer: (age: string, percent: number) => `${age} is longer than ${percent} of 100 took.`,
  arrivalUnknown: (cases: number) =>
    `How long a change takes to arrive here is not known: ${cases === 0 ? 'none was' : `only ${formatCount(cases)} were`} seen in 7 days.`,
  group: 'Group',
  sum: 'Sum',
  changedHead: 'Changed',
  state: 'Compared',
  withGroup: (group: string) => `Endpoints in ${group}`,
  notChanged: 'not since first seen',
  conf: 'its agent.conf',
  files: 'another file',
  notTaken: 'not taken yet',
  before: 'before',
  notKnown: 'not known',
  expected: 'Expected',
  expectedPeers: 'Expected, merged',
  peers: (agents: number, peers: number) =>
    `held by ${formatCount(agents)} of the ${formatCount(peers)} connected agents that are in sync with the same groups`,
  noPeer: 'no other connected agent is in sync with the same groups',
  held: 'Held by the agent',
  heldSince: (time: string) => `taken by ${time}`,
  own: 'Own settings, ossec.conf',
  same: 'the same',
  differs: '≠ differs',
} as const
