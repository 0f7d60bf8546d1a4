import Link from 'next/link'
import { memo } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusBadge } from '#components/ui/status-mark.tsx'
import { STATUS_META, statusReason } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { formatAgentVersion, formatSystem } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatDay } from '#lib/format/time.ts'
import { ROLE } from './table-roles.ts'

/** One endpoint. Rows keep their identity between passes, so cells change in place. */
export const AgentRow = memo(function AgentRow({
  agent,
  asOf,
  showManager,
}: {
  agent: AgentItem
  asOf: string | null
  showManager: boolean
}) {
  const id = showManager ? `${agent.manager} ${agent.id}` : agent.id
  return (
    <tr {...ROLE.row} data-s={STATUS_META[agent.status].token}>
      <th scope="row" {...ROLE.name} className="c-name">
        <Link href={`/agents/${encodeURIComponent(agent.manager)}/${agent.id}`} prefetch={false} title={agent.name}>
          {agent.name}
        </Link>
        <span className="sub">{id}</span>
      </th>
      <Cell name="id" className="mono faint">
        {id}
      </Cell>
      <Cell name="status">
        <StatusBadge status={agent.status} />
      </Cell>
      <Cell name="since" className="num">
        <Since agent={agent} asOf={asOf} />
      </Cell>
      <Cell name="reason">{reasonOf(agent)}</Cell>
      <Cell name="sync">
        <Sync state={agent.groupConfigStatus} />
      </Cell>
      <Cell name="groups">
        <Groups groups={agent.groups} />
      </Cell>
      <Cell name="system">{formatSystem(agent.os) ?? <Nothing />}</Cell>
      <Cell name="version" className="mono">
        <Version agent={agent} />
      </Cell>
      <Cell name="heard" className="num">
        <Heard time={agent.lastKeepAlive} seenAt={agent.seenAt} />
      </Cell>
      <Cell name="ip" className="mono">
        {agent.ip === null ? <Nothing /> : <span title={agent.ip}>{agent.ip}</span>}
      </Cell>
      <Cell name="node">{agent.nodeName ?? <Nothing />}</Cell>
      <Cell name="registered">
        {agent.dateAdd === null ? <Nothing /> : <Moment time={agent.dateAdd}>{formatDay(agent.dateAdd)}</Moment>}
      </Cell>
    </tr>
  )
})

function Cell({ name, className = '', children }: { name: string; className?: string; children: React.ReactNode }) {
  return (
    <td {...ROLE.cell} className={`c-${name} ${className}`}>
      {children}
    </td>
  )
}

function Nothing() {
  return <span className="faint">{TEXT.none}</span>
}

function Since({ agent, asOf }: { agent: AgentItem; asOf: string | null }) {
  const seconds = ageSecondsAt(agent.statusSince, asOf)
  if (agent.statusSince === null || seconds === null) return <Nothing />
  return (
    <Moment time={agent.statusSince} note={TEXT.list.sinceTitle[agent.statusSincePrecision]}>
      {TEXT.list.since(formatAge(seconds), agent.statusSincePrecision)}
    </Moment>
  )
}

/** Why it is not active; an active agent has nothing to explain, so its cell is empty. */
function reasonOf(agent: AgentItem): string {
  if (agent.status === 'active' || agent.statusCode === null || agent.statusCode === 0) return ''
  return statusReason(agent.statusCode)
}

function Sync({ state }: { state: AgentItem['groupConfigStatus'] }) {
  if (state === 'synced') return <span className="faint">{TEXT.list.inSync}</span>
  if (state === 'not synced') return <span className="loud">≠ {TEXT.list.notInSync}</span>
  return <span className="faint">{TEXT.list.noSync}</span>
}

function Groups({ groups }: { groups: readonly string[] }) {
  const [first, ...rest] = groups
  if (first === undefined) return <Nothing />
  return (
    <span title={groups.join(', ')}>
      {first}
      {rest.length > 0 && ` ${TEXT.list.moreGroups(rest.length)}`}
    </span>
  )
}

function Version({ agent }: { agent: AgentItem }) {
  if (agent.version === null) return <Nothing />
  const version = formatAgentVersion(agent.version)
  if (!agent.outdated) return version
  return (
    <span className="loud inline-flex items-center gap-0.5" title={TEXT.list.outdated}>
      {version}
      <Icon name="up" small />
      <span className="sr-only">{TEXT.list.outdated}</span>
    </span>
  )
}

/** How long it had been silent when the manager last told us of it. */
function Heard({ time, seenAt }: { time: string | null; seenAt: string | null }) {
  const seconds = ageSecondsAt(time, seenAt)
  if (time === null || seconds === null) return <Nothing />
  return (
    <Moment time={time} note={TEXT.list.heardNote}>
      {formatAge(seconds)}
    </Moment>
  )
}
