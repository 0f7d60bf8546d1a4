'use client'

import { ExpectedLine } from '#components/marks/expected-line.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusBadge } from '#components/ui/status-mark.tsx'
import { useToday } from '#components/ui/use-today.ts'
import { useZone } from '#components/ui/use-zone.ts'
import { SYNC_META, statusReason } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import type { ManagerFreshness } from '#lib/contract/sync.ts'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { formatMoment } from '#lib/format/time.ts'
import { AgentPath } from './agent-path.tsx'

/** Name, and how it stands now: status since when and why, sync, last heard. */
export function AgentHead({
  agent,
  manager,
  asOf,
  actions,
  beside,
}: {
  agent: AgentItem
  /** Unless its last pass went well the page says of when it speaks. `undefined` until its state is known. */
  manager: ManagerFreshness | undefined
  asOf: string | null
  actions?: React.ReactNode
  /** The list it stands beside has the way back, and the first heading. */
  beside: boolean
}) {
  const Heading = beside ? 'h2' : 'h1'
  const zone = useZone()
  const today = useToday()
  const since = ageSecondsAt(agent.statusSince, asOf)
  const syncSince = ageSecondsAt(agent.syncSince, asOf)
  const heard = ageSecondsAt(agent.lastKeepAlive, agent.seenAt)
  // What it held when it was last heard is no state that goes on.
  const away = agent.status !== 'active'
  const explained = away && agent.statusCode !== null && agent.statusCode !== 0
  return (
    <header className={beside ? 'gutter py-4' : 'gutter pt-2 pb-4'}>
      {!beside && <AgentPath managerName={manager?.name ?? agent.manager} id={agent.id} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Heading tabIndex={-1} className="text-h1 font-semibold tracking-tight wrap-anywhere">
          {agent.name}
        </Heading>
        {agent.alias !== null && (
          <span className="text-secondary wrap-anywhere">
            <bdi>{agent.alias}</bdi>
          </span>
        )}
        <span className="label">
          {!manager || manager.state === 'ok' || asOf === null
            ? AGENT_TEXT.now
            : TEXT.summary.asOf(formatMoment(asOf, today, zone))}
        </span>
        {/* On phones the state begins a line of its own, and the actions stay beside the name. */}
        <span className="inline-flex flex-wrap items-center gap-x-2 max-sm:order-1">
          <StatusBadge status={agent.status} />
          {agent.statusSince !== null && since !== null && (
            <Moment time={agent.statusSince} note={TEXT.list.sinceTitle[agent.statusSincePrecision]}>
              {AGENT_TEXT.sinceWord(AGENT_TEXT.atLeast(formatAge(since), agent.statusSincePrecision))}
            </Moment>
          )}
          {explained && <span className="text-secondary">({statusReason(agent.statusCode).toLowerCase()})</span>}
        </span>
        <span className="max-sm:order-1">
          <span className={agent.groupConfigStatus === 'not synced' ? 'font-semibold' : 'text-secondary'}>
            {SYNC_META[agent.groupConfigStatus].label}
          </span>
          {away && heard !== null && agent.groupConfigStatus !== 'unknown' && (
            <span className="text-secondary"> {AGENT_TEXT.whenHeard}</span>
          )}
          {!away && agent.groupConfigStatus !== 'unknown' && agent.syncSince !== null && syncSince !== null && (
            <span className="text-secondary">
              {' '}
              <Moment time={agent.syncSince} note={TEXT.list.sinceTitle[agent.syncSincePrecision]}>
                {AGENT_TEXT.sinceWord(AGENT_TEXT.atLeast(formatAge(syncSince), agent.syncSincePrecision))}
              </Moment>
            </span>
          )}
        </span>
        <span className="text-tertiary max-sm:order-1">
          {heard === null ? AGENT_TEXT.heardNever : (away ? AGENT_TEXT.silent : AGENT_TEXT.heard)(formatAge(heard))}
        </span>
        {actions && <div className="ms-auto">{actions}</div>}
        {/* After a long name the actions have a line of their own, which the state is not to share. */}
        <span className="basis-full sm:hidden" />
      </div>
      <ExpectedLine agent={agent} />
    </header>
  )
}
