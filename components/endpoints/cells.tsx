import { DayStrip } from '#components/list/day-strip.tsx'
import { ExpectedTag, expectedWords } from '#components/ui/expected.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusBadge } from '#components/ui/status-mark.tsx'
import { useToday } from '#components/ui/use-today.ts'
import { statusReason, toStatusReason } from '#lib/agent/status.ts'
import type { AgentItem, Strips } from '#lib/contract/agents.ts'
import { ageSecondsAt, formatShortAge } from '#lib/format/age.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { formatAgentVersion, formatSystem } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { formatDay, formatNearClock, formatShortDay } from '#lib/format/time.ts'
import type { ColumnKey } from './columns.ts'

/** What a cell shows of an agent. */
export interface CellData {
  readonly agent: AgentItem
  /** What people call its manager. */
  readonly managerName: string
  readonly asOf: string | null
  /** From so many changes of status in 24 hours on it is flapping. */
  readonly flappingChanges: number
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
  syncSince: { className: 'num', show: (data) => <SyncSince {...data} /> },
  groups: { show: ({ agent }) => <Several names={agent.groups} /> },
  system: { show: ({ agent }) => <Words text={formatSystem(agent.os)} /> },
  version: { className: 'mono', show: ({ agent }) => <Version agent={agent} /> },
  heard: { className: 'num', show: ({ agent }) => <Heard time={agent.lastKeepAlive} seenAt={agent.seenAt} /> },
  ip: { className: 'mono', show: ({ agent }) => <Words text={agent.ip} /> },
  node: { show: ({ agent }) => <Words text={agent.nodeName} /> },
  manager: { show: ({ managerName }) => <Words text={managerName} /> },
  registered: { show: ({ agent }) => <Day time={agent.dateAdd} /> },
  disconnected: { show: ({ agent, asOf }) => <Clock time={agent.disconnectionTime} asOf={asOf} /> },
  registerIp: { className: 'mono', show: ({ agent }) => <Words text={agent.registerIp} /> },
  managerHost: { show: ({ agent }) => <Words text={agent.managerHost} /> },
  arch: { show: ({ agent }) => <Words text={agent.os.arch} /> },
  expected: { show: ({ agent }) => <Expected agent={agent} /> },
  expectedUntil: { show: ({ agent, asOf }) => <Clock time={agent.expectedUntil} asOf={asOf} /> },
  flaps: { className: 'num', show: ({ agent }) => (agent.flaps === 0 ? <Nothing /> : formatCount(agent.flaps)) },
  alias: { show: ({ agent }) => <Words text={agent.alias} /> },
  tags: { show: ({ agent }) => <Several names={agent.tags} /> },
  day: { show: ({ strip }) => <DayStrip strip={strip} /> },
}

/** What of an agent a person would call changed, by column; ages move on their own. */
export const MARKS: Readonly<Partial<Record<ColumnKey, (agent: AgentItem, flappingChanges: number) => string>>> = {
  status: (agent) => `${agent.status} ${agent.expected}`,
  reason: (agent, flappingChanges) => `${agent.statusCode} ${agent.quiet} ${agent.flaps >= flappingChanges}`,
  sync: (agent) => agent.groupConfigStatus,
  groups: (agent) => agent.groups.join(),
  system: (agent) => `${agent.os.name} ${agent.os.version}`,
  version: (agent) => agent.version ?? '',
  ip: (agent) => agent.ip ?? '',
  node: (agent) => agent.nodeName ?? '',
  managerHost: (agent) => agent.managerHost ?? '',
  expected: (agent) => `${agent.expected} ${agent.expectedReason}`,
  expectedUntil: (agent) => agent.expectedUntil ?? '',
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

/** Why it may be down, in the words of whoever said so. */
function Expected({ agent }: { agent: AgentItem }) {
  const today = useToday()
  return agent.expected ? <span title={expectedWords(agent, today)}>{agent.expectedReason}</span> : <Nothing />
}

/** To the minute, where a day says too little. */
function Clock({ time, asOf }: { time: string | null; asOf: string | null }) {
  return time === null ? <Nothing /> : <Moment time={time}>{formatNearClock(time, asOf ?? time)}</Moment>
}

function Since({ agent, asOf }: CellData) {
  const seconds = ageSecondsAt(agent.statusSince, asOf)
  if (agent.statusSince === null || seconds === null) return <Nothing />
  const how = TEXT.list.sinceTitle[agent.statusSincePrecision]
  // A clean stop is known at once; silence is noticed late, which is worth knowing of a loss.
  const isLoss = agent.status === 'disconnected' && toStatusReason(agent.statusCode) === 'no_keepalive'
  const late = isLoss ? ageSecondsAt(agent.lastKeepAlive, agent.disconnectionTime) : null
  return (
    <Moment time={agent.statusSince} note={late === null ? how : `${how}, ${LIST_TEXT.cells.noticed(late)}`}>
      {TEXT.list.since(formatShortAge(seconds), agent.statusSincePrecision)}
    </Moment>
  )
}

function SyncSince({ agent: { syncSince, syncSincePrecision }, asOf }: CellData) {
  const seconds = ageSecondsAt(syncSince, asOf)
  if (syncSince === null || seconds === null) return <Nothing />
  return (
    <Moment time={syncSince} note={TEXT.list.sinceTitle[syncSincePrecision]}>
      {TEXT.list.since(formatShortAge(seconds), syncSincePrecision)}
    </Moment>
  )
}

/** Why it is not active, or what is odd about one that is; else nothing, so that the column is read down. */
function Reason({ agent, asOf, flappingChanges }: CellData) {
  const text = LIST_TEXT.cells
  if (agent.quiet && agent.lastKeepAlive !== null) {
    return (
      <Moment time={agent.lastKeepAlive} note={text.quietNote}>
        <span className="loud">{text.quietFor(ageSecondsAt(agent.lastKeepAlive, agent.seenAt) ?? 0)}</span>
      </Moment>
    )
  }
  if (agent.flaps >= flappingChanges) return <span className="loud">{text.changes(agent.flaps)}</span>
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
      {rest.length > 0 && (
        <>
          <span aria-hidden="true"> {TEXT.list.moreGroups(rest.length)}</span>
          <span className="sr-only">, {rest.join(', ')}</span>
        </>
      )}
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
