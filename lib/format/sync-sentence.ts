import type { AgentStatus, SyncState } from '#lib/agent/status.ts'
import { compareVersions, parseVersion } from '#lib/agent/version.ts'
import type { AgentSync } from '#lib/contract/agent-sync.ts'
import { formatAge } from './age.ts'
import { formatCount } from './numbers.ts'
import { SYNC_TEXT } from './text-sync.ts'

/** Managers from it on do not have `group_config_status` any more. Source: manager API 5.0. */
const WITHOUT_SYNC = [5]

/** Whether nothing is known of the sync because the manager's version does not tell it. @param version of the manager, `null` when unknown */
export function saysNothingOfSync(state: SyncState, version: string | null): boolean {
  const parts = version === null ? null : parseVersion(version)
  return state === 'unknown' && parts !== null && compareVersions(parts, WITHOUT_SYNC) >= 0
}

/** A time in words, ISO 8601 in. */
type Say = (time: string) => string
/** What counts first, and what follows from it. */
interface Said {
  readonly main: string
  readonly rest: string
}

const LIST = new Intl.ListFormat('en-GB')

/** Whether an agent holds the configuration of its groups, and why not. @param status only one that is connected could take one */
export function syncSentence(sync: AgentSync, status: AgentStatus, say: Say): Said {
  const isActive = status === 'active'
  if (sync.state === 'unknown') return { main: SYNC_TEXT.unknown, rest: '' }
  const since = sync.since === null ? '' : SYNC_TEXT.since(say(sync.since), sync.sincePrecision === 'at_least')
  if (sync.state === 'synced') {
    const isBehind = sync.expected !== null && sync.held !== null && sync.held !== sync.expected.sum
    // The manager compares when it hears of an agent, and says the same of it from then on.
    if (!isActive) return { main: SYNC_TEXT.wasInSync, rest: isBehind ? SYNC_TEXT.behindAway : '' }
    return { main: SYNC_TEXT.inSync, rest: `${since} ${isBehind ? SYNC_TEXT.behind : ''}`.trim() }
  }
  if (status === 'never_connected') return { main: SYNC_TEXT.neverConnected, rest: '' }
  const away = isActive ? '' : SYNC_TEXT.away
  return { main: whyNot(sync, say), rest: [since, away].filter((part) => part !== '').join(' ') }
}

function whyNot({ groups, syncedAt, regroupedAt }: AgentSync, say: Say): string {
  if (syncedAt === null) return SYNC_TEXT.neverSynced
  const suspects = groups.filter(({ suspect }) => suspect === true)
  const [first, ...others] = suspects
  if (regroupedAt !== null) return SYNC_TEXT.regrouped(say(regroupedAt))
  if (first?.changedAt && others.length === 0) return SYNC_TEXT.changed(first.name, say(first.changedAt))
  if (first) return SYNC_TEXT.changedSeveral(LIST.format(suspects.map(({ name }) => name)), say(syncedAt))
  // A group that we may not read may be the one.
  return groups.some(({ suspect }) => suspect === null)
    ? SYNC_TEXT.changedHidden(say(syncedAt))
    : SYNC_TEXT.nothingChanged(say(syncedAt))
}

/** How long a change takes here, and how that compares with the agent's own wait. @param waitedSeconds how long it has waited */
export function arrivalSentence({ arrival }: AgentSync, waitedSeconds: number | null): string {
  const { cases, medianSeconds, p90Seconds, sooner } = arrival
  if (medianSeconds === null || p90Seconds === null) return SYNC_TEXT.arrivalUnknown(cases)
  const usual = SYNC_TEXT.arrival(formatAge(medianSeconds), formatAge(p90Seconds), formatCount(cases))
  if (sooner === null || waitedSeconds === null) return `${usual}.`
  return `${usual}; ${SYNC_TEXT.longer(formatAge(waitedSeconds), Math.floor((100 * sooner) / cases))}`
}
