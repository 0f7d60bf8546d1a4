import type { ManagerAgent } from '#server/manager/agent-row.ts'
import type { AgentRecord } from '#server/store/agent-record.ts'
import type { ManagerPatch } from '#server/store/manager-row.ts'
import {
  type BuriedRecord,
  type GoneRecord,
  NO_CHANGES,
  type PassPatch,
  type TransitionRecord,
  type Writer,
} from '#server/store/writer.ts'
import { contentHash } from './content-hash.ts'
import {
  changedRecord,
  firstTransitions,
  isReplaced,
  isSameEndpoint,
  newRecord,
  type PassContext,
  transitionsOf,
} from './diff.ts'
import type { FleetState, Seen } from './fleet-state.ts'

/** What one page changes; nothing of it has happened yet. */
export interface PagePlan {
  /** Rows equal but for the keep-alive: slot in the fleet, and the keep-alive, 0 for none. */
  readonly equal: readonly (readonly [slot: number, lastKeepAlive: number])[]
  readonly changes: readonly AgentChange[]
  /** Rows whose id the store holds, and those of them that are another endpoint now. */
  readonly known: number
  readonly replaced: number
}

interface AgentChange {
  readonly id: number
  readonly seen: Seen
  readonly kind: 'new' | 'changed' | 'equal'
  readonly agent: AgentRecord
  readonly transitions: readonly TransitionRecord[]
  readonly gone: GoneRecord | null
  /** It was gone and is back: its tombstone goes. */
  readonly revived: boolean
}

/** Where the rows go and what the pass knows. */
export interface PlanContext {
  readonly managerId: string
  readonly writer: Writer
  readonly fleet: FleetState
  readonly pass: PassContext
  /** Last complete small pass: it saw every agent that was not in its set as active and in sync. */
  readonly lastSmallId: number | null
}

/** Rows that are written in one transaction: it holds the file's lock for about 50 ms, and the web process waits that long. */
const HEAVY_MAX = 1_000

/** Compares one page with the fleet. Reads stored rows only of those that are new to us or whose content moved. */
export function planPage(context: PlanContext, rows: readonly ManagerAgent[]): PagePlan {
  const { fleet, writer, managerId } = context
  const equal: [number, number][] = []
  const suspects: { row: ManagerAgent; hash: number }[] = []
  for (const row of rows) {
    const slot = fleet.slotOf(row.id)
    const hash = contentHash(row)
    if (slot >= 0 && fleet.hashAt(slot) === hash) equal.push([slot, row.lastKeepAlive ?? 0])
    else suspects.push({ row, hash })
  }
  const ids = suspects.filter(({ row }) => fleet.slotOf(row.id) >= 0).map(({ row }) => row.id)
  const stored = writer.readAgents(managerId, ids)
  const buried = buriedOf(
    context,
    stored,
    suspects.map(({ row }) => row),
  )
  const changes = suspects.map(({ row, hash }) =>
    changeOf(context, row, hash, stored.get(row.id) ?? null, buried.get(row.id) ?? null),
  )
  const replaced = changes.filter(({ gone }) => gone !== null).length
  return { equal, changes, known: equal.length + ids.length, replaced }
}

/** Tombstones of those endpoints among the rows that are back, by agent id. */
function buriedOf(
  { writer, managerId }: PlanContext,
  stored: ReadonlyMap<number, AgentRecord>,
  rows: readonly ManagerAgent[],
): Map<number, BuriedRecord> {
  const strangers = new Map<number, ManagerAgent>()
  for (const row of rows) {
    const known = stored.get(row.id)
    if (!known || isReplaced(known, row)) strangers.set(row.id, row)
  }
  const found = new Map<number, BuriedRecord>()
  for (const one of writer.readTombstones(managerId, [...strangers.keys()])) {
    const row = strangers.get(one.agent.agentId)
    if (row && !found.has(row.id) && isSameEndpoint(one.agent, row)) found.set(row.id, one)
  }
  return found
}

function changeOf(
  context: PlanContext,
  row: ManagerAgent,
  hash: number,
  stored: AgentRecord | null,
  buried: BuriedRecord | null,
): AgentChange {
  const { pass, writer, fleet } = context
  const { id, lastKeepAlive } = row
  const before = fleet.get(id)
  const seenAs = (key: number): Seen => ({
    key,
    status: row.status,
    sync: row.groupConfigStatus,
    lastKeepAlive: lastKeepAlive ?? 0,
    hash,
    passId: pass.passId,
  })
  if (stored && before && !isReplaced(stored, row)) {
    const agent = changedRecord(stored, row, pass)
    const same = { id, seen: seenAs(stored.key), gone: null, revived: false }
    if (!agent) return { ...same, kind: 'equal', agent: stored, transitions: [] }
    const transitions = transitionsOf(stored, agent, lastKeepAlive, (field) => lastSight(context, before, field))
    return { ...same, kind: 'changed', agent, transitions }
  }
  const gone = stored && { agent: stored, ...lastOf(before), reason: 'replaced' as const }
  if (buried) {
    const agent = changedRecord(buried.agent, row, pass) ?? buried.agent
    const transitions = transitionsOf(buried.agent, agent, lastKeepAlive, () => buried.lastPassId)
    return { id, seen: seenAs(agent.key), kind: 'new', agent, transitions, gone, revived: true }
  }
  const agent = newRecord(row, writer.nextKey(), pass)
  // Every agent of a first pass is new; a row for each would say nothing.
  const transitions =
    pass.previousFullId === null && !stored
      ? []
      : firstTransitions(agent, stored, lastKeepAlive, stored ? (before?.passId ?? null) : pass.previousFullId)
  return { id, seen: seenAs(agent.key), kind: 'new', agent, transitions, gone, revived: false }
}

/** The last pass that saw the old value of a field. */
function lastSight({ lastSmallId }: PlanContext, before: Seen, field: string): number {
  const ok = before.status === 'active' && before.sync !== 'not synced'
  const said = ok && (field === 'status' || field === 'group_config_status')
  return said ? Math.max(before.passId, lastSmallId ?? 0) : before.passId
}

function lastOf(seen: Seen | null): { lastKeepAlive: number | null; lastPassId: number } {
  return { lastKeepAlive: seen?.lastKeepAlive || null, lastPassId: seen?.passId ?? 0 }
}

/**
 * Commits a plan in transactions of at most `HEAVY_MAX` new or changed rows, then notes it in the fleet. The patches go with the last one.
 * When this throws, the fleet in memory must be loaded anew.
 */
export function commitPlan(context: PlanContext, plan: PagePlan, patch: { manager?: ManagerPatch; pass?: PassPatch }): void {
  const { fleet, writer, managerId, pass } = context
  const moved: [number, number][] = []
  for (const [slot, lastKeepAlive] of plan.equal) {
    if (lastKeepAlive !== 0 && lastKeepAlive !== fleet.keepaliveAt(slot)) moved.push([fleet.keyAt(slot), lastKeepAlive])
  }
  for (const { seen, kind, id } of plan.changes) {
    if (kind === 'equal' && seen.lastKeepAlive !== 0 && seen.lastKeepAlive !== fleet.get(id)?.lastKeepAlive) {
      moved.push([seen.key, seen.lastKeepAlive])
    }
  }
  const heavy = plan.changes.filter(({ kind }) => kind !== 'equal')
  for (let from = 0; from === 0 || from < heavy.length; from += HEAVY_MAX) {
    const slice = heavy.slice(from, from + HEAVY_MAX)
    const last = from + HEAVY_MAX >= heavy.length
    const own = slice.filter(({ seen }) => seen.lastKeepAlive !== 0).map(({ seen }) => [seen.key, seen.lastKeepAlive] as const)
    const changes = {
      agents: slice.map(({ agent }) => agent),
      keepalives: from === 0 ? [...moved, ...own] : own,
      transitions: slice.flatMap(({ transitions }) => transitions),
      gone: slice.flatMap(({ gone }) => gone ?? []),
      revived: slice.filter(({ revived }) => revived).map(({ agent }) => agent.key),
    }
    writer.commit(managerId, pass.passId, changes, last ? patch : {})
  }
  for (const [slot, lastKeepAlive] of plan.equal) fleet.touch(slot, lastKeepAlive || fleet.keepaliveAt(slot), pass.passId)
  for (const { id, seen } of plan.changes) fleet.set(id, seen)
}

/** Turns agents into tombstones, some hundred a transaction. @returns how many went */
export function removeAgents(
  context: PlanContext,
  ids: readonly number[],
  reasonOf: (id: number) => GoneRecord['reason'],
): number {
  const { fleet, writer, managerId, pass } = context
  let removed = 0
  for (let from = 0; from < ids.length; from += HEAVY_MAX) {
    const stored = writer.readAgents(managerId, ids.slice(from, from + HEAVY_MAX))
    const gone = [...stored].map(([id, agent]) => ({ agent, ...lastOf(fleet.get(id)), reason: reasonOf(id) }))
    writer.commit(managerId, pass.passId, { ...NO_CHANGES, gone })
    for (const id of stored.keys()) fleet.delete(id)
    removed += gone.length
  }
  return removed
}
