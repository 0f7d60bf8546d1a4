import { formatAgentId } from '#lib/agent/agent.ts'
import type { AgentStatus } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { makeTerm } from '#lib/query/compose.ts'
import type { FieldName } from '#lib/query/fields.ts'
import { printQuery } from '#lib/query/print.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import type { ServiceContext } from '../context.ts'
import { listAgents } from '../fleet/list-agents.ts'
import { suggest } from '../fleet/suggest.ts'
import { endpointsOfId, type KnownEndpoint, toKnown } from './endpoints-of-id.ts'

/** An endpoint that may be meant. Times in epoch milliseconds. */
export interface Candidate {
  readonly manager: string
  readonly id: string
  readonly name: string
  readonly ip: string | null
  readonly status: AgentStatus
  readonly dateAdd: number | null
  readonly removedAt: number | null
}

export interface Look {
  readonly ctx: ServiceContext
  readonly snapshot: FleetSnapshot
  readonly managers: readonly ManagerView[]
}

const ROWS = '50'
const NEAREST_MAX = 5

/** All that have, or had, an id. */
export async function byId({ ctx, snapshot, managers }: Look, id: number): Promise<Candidate[]> {
  const out: Candidate[] = []
  for (const { id: manager } of managers) {
    for (const known of await endpointsOfId(ctx, snapshot, { manager, id })) out.push(toCandidate(manager, known))
  }
  return out
}

/** All that have, or had, a name, whatever the case of its letters. */
export async function byName(look: Look, name: string): Promise<Candidate[]> {
  const out = await present(look, 'name', name)
  for (const { id: manager } of look.managers) {
    const removed = await endpointPastRepo(look.ctx.prisma).removedByName(look.ctx.scope, manager, name)
    out.push(...removed.map((one) => toCandidate(manager, toKnown(one))))
  }
  return out
}

/** All that report from an address now. */
export async function byAddress(look: Look, ip: string): Promise<Candidate[]> {
  const own = await present(look, 'ip', ip)
  return own.length > 0 ? own : present(look, 'registerIP', ip)
}

/** Those whose names begin as this one does, for as long as it takes to find some. */
export async function nearestTo(look: Look, name: string | null): Promise<Candidate[]> {
  if (name === null) return []
  const whole = name.slice(0, 100)
  const host = whole.split('.')[0] ?? whole
  for (const length of [whole.length, host.length, Math.ceil(host.length * 0.75), Math.ceil(host.length / 2)]) {
    if (length < 3) return []
    const { values } = await suggest({ ctx: look.ctx, input: { field: 'name', text: whole.slice(0, length) } })
    const out: Candidate[] = []
    for (const { value } of values) if (out.length < NEAREST_MAX) out.push(...(await present(look, 'name', value)))
    if (out.length > 0) return out.slice(0, NEAREST_MAX)
  }
  return []
}

async function present({ ctx, snapshot, managers }: Look, field: FieldName, value: string): Promise<Candidate[]> {
  const term = makeTerm(field, '=', value)
  if (!term) return []
  const input = { q: printQuery(term), sort: 'name', limit: ROWS }
  const { items } = await listAgents({ ctx: { ...ctx, fleet: { snapshot: () => snapshot } }, input })
  return items.filter((item) => managers.some(({ id }) => id === item.manager)).map(fromItem)
}

function fromItem({ manager, id, name, ip, status, dateAdd }: AgentItem): Candidate {
  return { manager, id, name, ip, status, dateAdd: dateAdd === null ? null : Date.parse(dateAdd), removedAt: null }
}

function toCandidate(manager: string, { id, name, dateAdd, agent, removed }: KnownEndpoint): Candidate {
  const row = agent ?? removed?.last
  const own = { ip: row?.ip ?? null, status: row?.status ?? 'unknown', removedAt: removed?.removedAt ?? null }
  return { manager, id: formatAgentId(id), name, dateAdd, ...own }
}
