import { makeTerm } from '#lib/query/compose.ts'
import { printQuery } from '#lib/query/print.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import type { ServiceContext } from '../context.ts'
import { listAgents } from '../fleet/list-agents.ts'
import { type KnownEndpoint, toKnown } from './endpoints-of-id.ts'

const PRESENT_MAX = '50'

/** The endpoints of one manager that have a name, letters in any case, and those that had it, of those that the scope sees. */
export async function endpointsOfName(
  ctx: ServiceContext,
  snapshot: FleetSnapshot,
  { manager, name }: { manager: string; name: string },
): Promise<KnownEndpoint[]> {
  const removed = await endpointPastRepo(ctx.prisma).removedByName(ctx.scope, manager, name)
  return [...(await presentOf(ctx, snapshot, manager, 'name', name)), ...removed.map(toKnown)]
}

/** Those that were registered with an address. */
export async function endpointsOfAddress(
  ctx: ServiceContext,
  snapshot: FleetSnapshot,
  { manager, registerIp }: { manager: string; registerIp: string },
): Promise<KnownEndpoint[]> {
  const removed = await endpointPastRepo(ctx.prisma).removedByAddress(ctx.scope, manager, registerIp)
  return [...(await presentOf(ctx, snapshot, manager, 'registerIP', registerIp)), ...removed.map(toKnown)]
}

async function presentOf(
  ctx: ServiceContext,
  snapshot: FleetSnapshot,
  manager: string,
  field: 'name' | 'registerIP',
  value: string,
): Promise<KnownEndpoint[]> {
  const term = makeTerm(field, '=', value)
  const input = { q: term ? printQuery(term) : '', sort: 'id', limit: PRESENT_MAX }
  const { items } = term ? await listAgents({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input }) : { items: [] }
  const out: KnownEndpoint[] = []
  for (const item of items) {
    const id = Number(item.id)
    const found = item.manager === manager ? await findAgent(snapshot, ctx.scope, { manager, id }) : null
    if (!found) continue
    const { agent, endpoint } = found
    out.push({ endpoint, id, name: agent.name, groups: agent.groups, dateAdd: agent.dateAdd, agent, removed: null })
  }
  return out
}
