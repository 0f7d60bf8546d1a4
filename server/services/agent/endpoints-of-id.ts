import type { Agent } from '#lib/agent/agent.ts'
import type { EndpointPast } from '#lib/insight/moment/state-at.ts'
import { quietAfter } from '#lib/insight/quiet.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { endpointPastRepo, groupsOf, type RemovedEndpoint } from '#server/store/endpoint-past-repo.ts'
import type { VisibleEndpoint } from '#server/store/visible-endpoint.ts'
import type { ServiceContext } from '../context.ts'

/** One endpoint that has, or had, an id. Times in epoch milliseconds. */
export interface KnownEndpoint {
  readonly endpoint: VisibleEndpoint
  readonly id: number
  readonly name: string
  readonly groups: readonly string[]
  readonly dateAdd: number | null
  /** `null` when it is gone. */
  readonly agent: Agent | null
  readonly removed: RemovedEndpoint | null
}

/**
 * The endpoint that has an id and those that had it, of those that the scope sees: the present one first, then the newest. The same
 * work is done for an id that is hidden and one that never was.
 */
export async function endpointsOfId(
  ctx: Pick<ServiceContext, 'prisma' | 'scope'>,
  snapshot: FleetSnapshot,
  { manager, id }: { manager: string; id: number },
): Promise<KnownEndpoint[]> {
  const found = await findAgent(snapshot, ctx.scope, { manager, id })
  const removed = id === 0 ? [] : await endpointPastRepo(ctx.prisma).removedById(ctx.scope, manager, id)
  const { agent, endpoint } = found ?? {}
  const present =
    agent && endpoint
      ? [{ endpoint, id, name: agent.name, groups: agent.groups, dateAdd: agent.dateAdd, agent, removed: null }]
      : []
  return [...present, ...removed.map(toKnown)]
}

/** The one of them that had the id at a moment; else the first. */
export function heldAt(endpoints: readonly KnownEndpoint[], at: number): KnownEndpoint | undefined {
  const held = endpoints.find(({ dateAdd, removed }) => (dateAdd ?? 0) <= at && (removed === null || at < removed.removedAt))
  return held ?? endpoints[0]
}

/** What is known of one endpoint beside its changes, for `stateAt` and `lifeOf`. */
export function factsOf(
  snapshot: FleetSnapshot,
  { agent, removed, dateAdd }: Omit<KnownEndpoint, 'endpoint'>,
): Omit<EndpointPast, 'changes'> {
  const row = agent ?? removed?.last
  const text = (value: string | number | null | undefined) => (value === null || value === undefined ? null : String(value))
  return {
    current: {
      status: text(row?.status),
      status_code: text(row?.statusCode),
      group_config_status: text(row?.groupConfigStatus),
      mergedSum: text(row?.mergedSum),
      configSum: text(row?.configSum),
      group: agent ? JSON.stringify(agent.groups) : text(removed?.last.groups),
      node_name: text(row?.nodeName),
      ip: text(row?.ip),
      version: text(row?.version),
    },
    lastKeepAlive: agent ? agent.lastKeepAlive : (removed?.lastKeepAlive ?? null),
    disconnectedAt: row?.disconnectionTime ?? null,
    readAt: agent ? agent.seenAt : (removed?.lastAt ?? null),
    quietMs: quietAfter(row?.version ?? null, snapshot.rules.quiet) * 1000,
    dateAdd,
    removed: removed && { lastAt: removed.lastAt, removedAt: removed.removedAt },
  }
}

export function toKnown(removed: RemovedEndpoint): KnownEndpoint {
  const { endpoint, last } = removed
  return { endpoint, id: last.agentId, name: last.name, groups: groupsOf(last), dateAdd: last.dateAdd, agent: null, removed }
}
