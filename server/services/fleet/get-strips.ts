import type { Agent } from '#lib/agent/agent.ts'
import type { Strips } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { Gap } from '#lib/insight/evolution.ts'
import type { Life } from '#lib/insight/history/life.ts'
import type { Change } from '#lib/insight/moment/field-at.ts'
import { quietAfter } from '#lib/insight/quiet.ts'
import { stripOf, stripWindow } from '#lib/insight/strip.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import { stripsRepo } from '#server/store/strips-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { oncePerSnapshot } from '../once-per-snapshot.ts'
import { managerGaps } from '../past/manager-gaps.ts'
import { watchedSince } from '../past/watched-since.ts'
import { readSnapshot } from '../read-input.ts'

/**
 * The last 24 hours of some agents, as `lib/insight/strip.ts` says. Those outside the scope are left out, as ones that do not exist.
 * @throws ServiceError `bad_request`, `not_ready`
 */
export async function getStrips({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { agents?: string | undefined }
}): Promise<Strips> {
  const asked = readAgents(input.agents)
  const snapshot = readSnapshot(ctx)
  const found = []
  for (const one of asked) {
    const own = await findAgent(snapshot, ctx.scope, one)
    const manager = snapshot.managers.find(({ id }) => id === one.manager)
    if (own && manager && manager.asOf !== null) found.push({ ...own, manager, now: manager.asOf })
  }
  const watches = new Map<string, Watch>()
  for (const { manager, now } of found)
    if (!watches.has(manager.id)) watches.set(manager.id, await watchOf(ctx, snapshot, manager, now))
  const from = Math.min(...found.map(({ now }) => stripWindow(now).from))
  const endpoints = found.map(({ endpoint }) => endpoint)
  const changes = await stripsRepo(ctx.prisma).changesOf(endpoints, Number.isFinite(from) ? from : 0)
  return {
    strips: found.map(({ agent, endpoint, manager, now }) => {
      const window = stripWindow(now)
      const own = (changes.get(endpoint.key) ?? []).filter(({ seenAt }) => seenAt >= window.from)
      const { since, gaps } = watches.get(manager.id) ?? { since: null, gaps: [] }
      const { cells, downMs, unknownMs } = stripOf(toLife(agent, own, snapshot), since, gaps, now)
      return {
        ...{ manager: agent.manager, id: agent.id, to: isoTime(window.to), cells },
        changes: own.filter(({ field }) => field === 'status').length,
        ...{ downSeconds: Math.round(downMs / 1000), unseenSeconds: Math.round(unknownMs / 1000) },
      }
    }),
  }
}

function toLife(agent: Agent, changes: readonly Change[], { rules }: FleetSnapshot): Life {
  const { status, lastKeepAlive, seenAt, dateAdd, version } = agent
  const quietMs = quietAfter(version, rules.quiet) * 1000
  return { current: { status }, lastKeepAlive, readAt: seenAt, quietMs, dateAdd, removed: null, changes }
}

/** `main/001,main/002`. */
function readAgents(text: string | undefined): { manager: string; id: number }[] {
  const parts = (text ?? '').split(',').filter((part) => part !== '')
  if (parts.length > LIMITS.pageRows) throw new ServiceError('bad_request', `At most ${LIMITS.pageRows} agents can be asked for.`)
  const names = [...new Set(parts)].map((part) => /^([^/]{1,64})\/(\d{1,10})$/.exec(part))
  return names.map((match) => {
    if (!match) throw new ServiceError('bad_request', '“agents” is a list such as main/001,main/002.')
    return { manager: match[1] ?? '', id: Number(match[2]) }
  })
}

/** Since when a manager is watched, and when nobody looked within the day. */
interface Watch {
  readonly since: number | null
  readonly gaps: readonly Gap[]
}
const watchOnce = oncePerSnapshot<Watch>()

function watchOf(
  ctx: Pick<ServiceContext, 'prisma' | 'scope' | 'fleet'>,
  snapshot: FleetSnapshot,
  { id }: ManagerView,
  now: number,
): Promise<Watch> {
  return watchOnce(snapshot, id, async () => {
    const { since } = await watchedSince(ctx, id)
    return { since, gaps: await managerGaps(ctx, id, Math.max(stripWindow(now).from, since ?? 0), now) }
  })
}
