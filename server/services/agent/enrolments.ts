import { formatAgentId } from '#lib/agent/agent.ts'
import { type EnrolmentItem, type Enrolments, enrolmentChange } from '#lib/contract/enrolments.ts'
import { type Kin, kinshipOf } from '#lib/insight/kinship/kinship.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { ApartWriter } from '#server/store/apart-repo.ts'
import type { PersonName } from '#server/store/views-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { endpointToken } from './endpoint-token.ts'
import { endpointsOfId, heldAt } from './endpoints-of-id.ts'
import { type Family, type FamilyContext, familyAround, type Known } from './family.ts'
import { readMoment } from './get-moment.ts'

interface Address {
  readonly manager: string
  readonly id: string
}

/** What telling enrolments apart takes beside what reading takes. */
export interface PartingContext extends FamilyContext {
  readonly who: PersonName
  readonly apart: ApartWriter
}

/**
 * Under which ids the endpoint that has an id, or had it at a moment, was enrolled before and after, as far as the scope sees them.
 * @throws ServiceError `bad_request`, `not_found`, `not_ready`
 */
export async function getEnrolments({
  ctx,
  input,
}: {
  ctx: FamilyContext
  input: Address & { at?: string | undefined }
}): Promise<Enrolments> {
  return answer(ctx, await familyOf(ctx, input))
}

/** Writes down that two enrolments are two endpoints, or takes that back. @throws ServiceError `bad_request`, `not_found` */
export async function setApart({ ctx, input }: { ctx: PartingContext; input: Address & { body: unknown } }): Promise<Enrolments> {
  const read = enrolmentChange.safeParse(input.body)
  if (!read.success) throw new ServiceError('bad_request', 'This names no two enrolments.')
  const { endpoint, other, apart } = read.data
  const own = (await endpointsOfId(ctx, readSnapshot(ctx), numbered(input))).find((one) => endpointToken(one) === endpoint)
  const family = own && (await familyAround(ctx, own))
  const second = family?.all.find(({ known }) => endpointToken(known) === other)
  if (!family || !second || second.key === family.self.key) throw noSuch()
  const [earlier, later] = [family.self, second].sort((a, b) => (a.from ?? 0) - (b.from ?? 0)).map(({ known }) => known.endpoint)
  if (!earlier || !later) throw noSuch()
  await (apart ? ctx.apart.part(earlier, later, ctx.who, ctx.clock.now()) : ctx.apart.join(earlier, later))
  return answer(ctx, await familyAround(ctx, family.self.known))
}

async function familyOf(ctx: FamilyContext, input: Address & { at?: string | undefined }): Promise<Family> {
  const at = input.at === undefined ? null : readMoment(input.at, Number.POSITIVE_INFINITY)
  const found = await endpointsOfId(ctx, readSnapshot(ctx), numbered(input))
  const own = at === null ? found[0] : heldAt(found, at)
  if (!own) throw noSuch()
  return familyAround(ctx, own)
}

async function answer(ctx: ServiceContext, { snapshot, self, all, apart }: Family): Promise<Enrolments> {
  const saidApart = (earlier: number, later: number) => apart.some((row) => row.earlier === earlier && row.later === later)
  const { earlier, later, possible } = kinshipOf(self, all, saidApart)
  const item = (kin: Kin<Known>) => toItem(ctx, snapshot, kin)
  const parted: Enrolments['apart'] = []
  for (const row of apart) {
    if (row.earlier !== self.key && row.later !== self.key) continue
    const other = all.find(({ key }) => key === (row.earlier === self.key ? row.later : row.earlier))
    // Without the word they would be kin of some strength: that is what is shown beside it.
    const [kin] = other ? kinOf(self, other) : []
    if (kin) parted.push({ ...(await item(kin)), by: row.by.username, at: new Date(row.at).toISOString() })
  }
  return {
    endpoint: endpointToken(self.known),
    earlier: await Promise.all(earlier.map(item)),
    later: await Promise.all(later.map(item)),
    possible: await Promise.all(possible.map(item)),
    apart: parted,
  }
}

function kinOf(self: Known, other: Known): readonly Kin<Known>[] {
  const { earlier, later, possible } = kinshipOf(self, [self, other], () => false)
  return [...earlier, ...later, ...possible]
}

async function toItem(ctx: ServiceContext, snapshot: FleetSnapshot, kin: Kin<Known>): Promise<EnrolmentItem> {
  const { known } = kin.enrolment
  const { endpoint, id, name, dateAdd, agent, removed } = known
  const lastSeen = isoTime(removed && (removed.lastAt ?? removed.removedAt))
  const path = `/agents/${encodeURIComponent(endpoint.manager)}/${formatAgentId(id)}`
  const [shown] = await endpointsOfId(ctx, snapshot, { manager: endpoint.manager, id })
  return {
    ...{ endpoint: endpointToken(known), id: formatAgentId(id), name, strength: kin.strength, evidence: [...kin.evidence] },
    ...{ status: (agent ?? removed?.last)?.status ?? 'unknown', enrolledAt: isoTime(dateAdd), lastSeen },
    removedBy: isoTime(removed?.removedAt ?? null),
    // Its id may be another's by now, whose page it is then.
    href: shown?.endpoint.key === endpoint.key || lastSeen === null ? path : `${path}?at=${encodeURIComponent(lastSeen)}`,
  }
}

function numbered({ manager, id }: Address): { manager: string; id: number } {
  return { manager, id: /^\d{1,10}$/.test(id) ? Number(id) : 0 }
}

function noSuch(): ServiceError {
  return new ServiceError('not_found', 'There is no such agent.')
}
