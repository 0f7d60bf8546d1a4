import type { Strips } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { stripOf, stripWindow } from '#lib/insight/strip.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import { rollUpsRepo } from '#server/store/rollups-repo.ts'
import { stripsRepo } from '#server/store/strips-repo.ts'
import type { ServiceContext } from './context.ts'
import { ServiceError } from './errors.ts'
import { isoTime } from './iso-time.ts'
import { readSnapshot } from './read-input.ts'

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
  const seen = new Map<string, Awaited<ReturnType<typeof seenOf>>>()
  for (const { manager, now } of found) if (!seen.has(manager.id)) seen.set(manager.id, await seenOf(ctx, snapshot, manager, now))
  const from = Math.min(...found.map(({ now }) => stripWindow(now).from))
  const endpoints = found.map(({ endpoint }) => endpoint)
  const changes = await stripsRepo(ctx.prisma).changesOf(endpoints, Number.isFinite(from) ? from : 0)
  return {
    strips: found.map(({ agent, endpoint, manager, now }) => {
      const window = stripWindow(now)
      const own = (changes.get(endpoint.key) ?? []).filter(({ seenAt }) => seenAt >= window.from)
      const { cells, downMs, unseenMs } = stripOf(agent, own, seen.get(manager.id) ?? [], now)
      return {
        ...{ manager: agent.manager, id: agent.id, to: isoTime(window.to), cells, changes: own.length },
        ...{ downSeconds: Math.round(downMs / 1000), unseenSeconds: Math.round(unseenMs / 1000) },
      }
    }),
  }
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

type Seen = readonly { readonly from: number; readonly to: number }[]
const SEEN = new WeakMap<FleetSnapshot, Map<string, Promise<Seen>>>()

/** When passes saw a manager in the window; read once for each snapshot. */
function seenOf(
  { prisma, scope }: Pick<ServiceContext, 'prisma' | 'scope'>,
  snapshot: FleetSnapshot,
  { id }: ManagerView,
  now: number,
): Promise<Seen> {
  const known = SEEN.get(snapshot) ?? new Map<string, Promise<Seen>>()
  SEEN.set(snapshot, known)
  const read = async (): Promise<Seen> => {
    const { from } = stripWindow(now)
    const passes = await rollUpsRepo(prisma).passes(scope, id, from, now)
    // What the newest pass saw holds at its own time too, which is where this day ends.
    return joined([...timeline(passes, now + 1).segments.filter(({ kind }) => kind === 'seen')])
  }
  const made = known.get(id) ?? read()
  known.set(id, made)
  made.catch(() => known.delete(id))
  return made
}

/** Stretches that touch as one. */
function joined(spans: Seen): Seen {
  const out: { from: number; to: number }[] = []
  for (const { from, to } of spans) {
    const last = out[out.length - 1]
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else out.push({ from, to })
  }
  return out
}
