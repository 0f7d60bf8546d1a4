import { DayStrip } from '#components/list/day-strip.tsx'
import { ExpectedTag } from '#components/ui/expected.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusBadge } from '#components/ui/status-mark.tsx'
import { statusReason, toStatusReason } from '#lib/agent/status.ts'
import type { AgentItem, Strips } from '#lib/contract/agents.ts'
import { ageSecondsAt, formatShortAge } from '#lib/format/age.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { formatAgentVersion, formatSystem } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { formatDay, formatShortDay } from '#lib/format/time.ts'
import { FLAPPING_DEFAULTS } from '#lib/insight/flapping.ts'
import type { ColumnKey } from './columns.ts'

/** What a cell shows of an agent. */
export interface CellData {
  readonly agent: AgentItem
  readonly asOf: string | null
  readonly strip: Strips['strips'][number] | undefined
}

type Cell = (data: CellData) => React.ReactNode

/** Every column but the name, which is the head of its row. */
export const CELLS: Readonly<Record<Exclude<ColumnKey, 'name'>, { className?: string; show: Cell }>> = {
  id: { className: 'mono faint', show: ({ agent }) => agent.id },
  status: {
    show: ({ agent }) => (
      <>
        <StatusBadge status={agent.status} />
        <ExpectedTag agent={agent} />
      </>
    ),
  },
  since: { className: 'num', show: (data) => <Since {...data} /> },
  reason: { show: (data) => <Reason {...data} /> },
  sync: { show: (data) => <Sync {...data} /> },
  groups: { show: ({ agent }) => <Several names={agent.groups} /> },
  system: { show: ({ agent }) => <Words text={formatSystem(agent.os)} /> },
  version: { className: 'mono', show: ({ agent }) => <Version agent={agent} /> },
  heard: { className: 'num', show: ({ agent }) => <Heard time={agent.lastKeepAlive} seenAt={agent.seenAt} /> },
  ip: { className: 'mono', show: ({ agent }) => <Words text={agent.ip} /> },
  node: { show: ({ agent }) => <Words text={agent.nodeName} /> },
  manager: { show: ({ agent }) => <Words text={agent.manager} /> },
  registered: { show: ({ agent }) => <Day time={agent.dateAdd} /> },
  disconnected: { show: ({ agent }) => <Day time={agent.disconnectionTime} /> },
  registerIp: { className: 'mono', show: ({ agent }) => <Words text={agent.registerIp} /> },
  managerHost: { show: ({ agent }) => <Words text={agent.managerHost} /> },
  arch: { show: ({ agent }) => <Words text={agent.os.arch} /> },
  flaps: { className: 'num', show: ({ agent }) => (agent.flaps === 0 ? <Nothing /> : formatCount(agent.flaps)) },
  alias: { show: ({ agent }) => <Words text={agent.alias} /> },
  tags: { show: ({ agent }) => <Several names={agent.tags} /> },
  day: { show: ({ strip }) => <DayStrip strip={strip} /> },
}

/** What of an agent a person would call changed, by column; ages move on their own. */
export const MARKS: Readonly<Partial<Record<ColumnKey, (agent: AgentItem) => string>>> = {
  status: (agent) => `${agent.status} ${agent.expected}`,
  reason: (agent) => `${agent.statusCode} ${agent.quiet} ${agent.flaps >= FLAPPING_DEFAULTS.minChanges}`,
  sync: (agent) => agent.groupConfigStatus,
  groups: (agent) => agent.groups.join(),
  system: (agent) => `${agent.os.name} ${agent.os.version}`,
  version: (agent) => agent.version ?? '',
  ip: (agent) => agent.ip ?? '',
  node: (agent) => agent.nodeName ?? '',
  managerHost: (agent) => agent.managerHost ?? '',
  flaps: (agent) => String(agent.flaps),
  alias: (agent) => agent.alias ?? '',
  tags: (agent) => agent.tags.join(),
}

function Nothing() {
  return <span className="faint">{TEXT.none}</span>
}

function Words({ text }: { text: string | null }) {
  return text === null ? <Nothing /> : <span title={text}>{text}</span>
}

function Day({ time }: { time: string | null }) {
  return time === null ? <Nothing /> : <Moment time={time}>{formatDay(time)}</Moment>
}

function Since({ agent, asOf }: CellData) {
  const seconds = ageSecondsAt(agent.statusSince, asOf)
  if (agent.statusSince === null || seconds === null) return <Nothing />
  return (
    <Moment time={agent.statusSince} note={TEXT.list.sinceTitle[agent.statusSincePrecision]}>
      {TEXT.list.since(formatShortAge(seconds), agent.statusSincePrecision)}
    </Moment>
  )
}

/** Why it is not active, or what is odd about one that is; else nothing, so that the column is read down. */
function Reason({ agent, asOf }: CellData) {
  const text = LIST_TEXT.cells
  if (agent.quiet) {
    return <span className="loud">{text.quietFor(ageSecondsAt(agent.lastKeepAlive, agent.seenAt) ?? 0)}</span>
  }
  if (agent.flaps >= FLAPPING_DEFAULTS.minChanges) return <span className="loud">{text.changes(agent.flaps)}</span>
  if (agent.status === 'active') return null
  if (toStatusReason(agent.statusCode) !== 'none') return statusReason(agent.statusCode)
  if (agent.status === 'never_connected' && agent.dateAdd !== null) {
    return <Moment time={agent.dateAdd}>{text.enrolled(formatShortDay(agent.dateAdd, asOf))}</Moment>
  }
  return null
}

function Sync({ agent, asOf }: CellData) {
  const { groupConfigStatus: state, syncSince, syncSincePrecision } = agent
  const text = LIST_TEXT.cells
  const seconds = ageSecondsAt(syncSince, asOf)
  const age = seconds === null || syncSincePrecision === 'at_least' ? null : formatShortAge(seconds)
  // One that never connected can't have fetched anything.
  const isLoud = state === 'not synced' && agent.status !== 'never_connected'
  const words = isLoud ? (
    <span className="loud">
      <span aria-hidden="true">≠ {age ?? text.notInSync}</span>
      <span className="sr-only">{age === null ? text.notInSync : `${text.notInSyncFor}${age}`}</span>
    </span>
  ) : (
    <span className="faint">
      {state === 'synced' ? TEXT.list.inSync : state === 'unknown' ? TEXT.list.noSync : text.notInSync}
    </span>
  )
  if (syncSince === null) return words
  return (
    <Moment time={syncSince} note={TEXT.list.sinceTitle[syncSincePrecision]}>
      {words}
    </Moment>
  )
}

/** The first of several names, and how many more there are. */
function Several({ names }: { names: readonly string[] }) {
  const [first, ...rest] = names
  if (first === undefined) return <Nothing />
  return (
    <span title={names.join(', ')}>
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
  if (time === null) return <span className="faint">{LIST_TEXT.cells.never}</span>
  if (seconds === null) return <Nothing />
  return (
    <Moment time={time} note={TEXT.list.heardNote}>
      {formatShortAge(seconds)}
    </Moment>
  )
}
