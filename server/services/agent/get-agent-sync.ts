import type { Agent } from '#lib/agent/agent.ts'
import type { AgentSync } from '#lib/contract/agent-sync.ts'
import { ARRIVALS_LEAST, quantile } from '#lib/insight/arrivals.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import { peerSums } from '#server/fleet/peer-sums.ts'
import { type GroupPast, type SyncPast, syncRows } from '#server/store/sync-rows.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { arrivalTimes } from './arrival-times.ts'

/**
 * Whether an agent holds the configuration of its groups, what it should hold, and which group may be why it does not. Only what the
 * scope sees speaks for it. @throws ServiceError `not_found`, `not_ready`
 */
export async function getAgentSync({
  ctx,
  input: { manager, id: text },
}: {
  ctx: ServiceContext
  input: { manager: string; id: string }
}): Promise<AgentSync> {
  const snapshot = readSnapshot(ctx)
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0
  const found = await findAgent(snapshot, ctx.scope, { manager, id })
  if (found === null) throw new ServiceError('not_found', 'There is no such agent.')
  const { agent, endpoint } = found
  const rows = syncRows(ctx.prisma)
  const past = await rows.endpoint(endpoint)
  const groups = await rows.groups(ctx.scope, manager, agent.groups)
  const peers = agent.groups.length > 1 ? await peerSums(snapshot, ctx.scope, { manager, id }) : null
  const only = agent.groups.length === 1 ? groups[0]?.mergedSum : null
  const asOf = snapshot.managers.find((row) => row.id === manager)?.asOf ?? null
  const isOut = agent.groupConfigStatus === 'not synced'
  const { syncedAt, regroupedAt } = past
  return {
    state: agent.groupConfigStatus,
    since: isoTime(agent.syncSince),
    sincePrecision: agent.syncSincePrecision,
    held: agent.mergedSum,
    heldSince: isoTime(past.heldSince),
    own: agent.configSum,
    groups: agent.groups.map((name) => toGroup(name, groups, isOut ? syncedAt : null)),
    expected: only ? { from: 'group', sum: only } : peers && { from: 'peers', ...peers },
    syncedAt: isOut ? isoTime(syncedAt) : null,
    regroupedAt: isOut && syncedAt !== null && (regroupedAt ?? 0) > syncedAt ? isoTime(regroupedAt) : null,
    arrival: arrivalOf(await arrivalTimes(ctx, snapshot, manager), waited(agent, past, asOf)),
    asOf: isoTime(asOf),
  }
}

/** @param syncedAt when the agent was last seen in sync, while it is not and that is known */
function toGroup(name: string, known: readonly GroupPast[], syncedAt: number | null): AgentSync['groups'][number] {
  const group = known.find((one) => one.name === name)
  const suspect = syncedAt === null || !group ? null : group.changedAt !== null && group.changedAt >= syncedAt
  return {
    ...{ name, known: group !== undefined, mergedSum: group?.mergedSum ?? null, configSum: group?.configSum ?? null },
    ...{ changedAt: isoTime(group?.changedAt ?? null), confChanged: group?.confChanged ?? null, suspect },
  }
}

/** How long it has been out of sync, milliseconds, where the beginning was seen; `null` when it is not waiting. */
function waited({ status, groupConfigStatus, syncSince }: Agent, { syncedAt }: SyncPast, asOf: number | null): number | null {
  const isWaiting = status === 'active' && groupConfigStatus === 'not synced' && syncedAt !== null
  return isWaiting && syncSince !== null && asOf !== null ? asOf - syncSince : null
}

function arrivalOf(times: readonly number[], waitedMs: number | null): AgentSync['arrival'] {
  const isKnown = times.length >= ARRIVALS_LEAST
  const seconds = (part: number) => (isKnown ? Math.round(quantile(times, part) / 1000) : null)
  return {
    cases: times.length,
    medianSeconds: seconds(0.5),
    p90Seconds: seconds(0.9),
    sooner: isKnown && waitedMs !== null ? times.filter((time) => time < waitedMs).length : null,
  }
}
