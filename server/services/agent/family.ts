import { addressOf, type Enrolment } from '#lib/insight/kinship/evidence.ts'
import { sharedSerials } from '#lib/insight/kinship/serial.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { type ApartRow, readApart } from '#server/store/apart-repo.ts'
import { idsWithSerial } from '#server/store/serials-repo.ts'
import type { ServiceContext } from '../context.ts'
import type { Session } from '../people/sessions.ts'
import { readSnapshot } from '../read-input.ts'
import { askerAt } from './agent-subject.ts'
import { serialsOf } from './board-serials.ts'
import { endpointsOfId, type KnownEndpoint } from './endpoints-of-id.ts'
import { endpointsOfAddress, endpointsOfName } from './endpoints-of-name.ts'

/** Who asks decides what may be told of serial numbers: they belong to the inventory. */
export interface FamilyContext extends ServiceContext {
  readonly session: Session
}

/** An enrolment with all that is known of it. */
export interface Known extends Enrolment {
  readonly known: KnownEndpoint
}

/** Enrolments that may be one endpoint, and which of them a person said are not. */
export interface Family {
  readonly snapshot: FleetSnapshot
  readonly self: Known
  readonly all: readonly Known[]
  readonly apart: readonly ApartRow[]
}

/** An address that more other names had is a gateway's, and says nothing. */
const NAMES_OF_ADDRESS = 5

/** Whatever has an endpoint's name, registration address or serial number, and had it, as far as the scope sees them. */
export async function familyAround(ctx: FamilyContext, own: KnownEndpoint): Promise<Family> {
  const snapshot = readSnapshot(ctx)
  const { manager } = own.endpoint
  const inventory = askerAt(ctx.session, manager)?.inventory ?? null
  const byKey = new Map<number, KnownEndpoint>([[own.endpoint.key, own]])
  const add = (found: readonly KnownEndpoint[]) => {
    for (const one of found) byKey.set(one.endpoint.key, one)
  }
  const named = await endpointsOfName(ctx, snapshot, { manager, name: own.name })
  const serial = (await serialsOf(ctx, inventory, [own])).get(own.endpoint.key)
  const others = [...(await ofAddress(ctx, snapshot, own)), ...(serial ? await ofSerial(ctx, snapshot, manager, serial) : [])]
  // Who has the name of another may fit that one better.
  const names = new Set(others.map(({ name }) => name.toLowerCase()))
  names.delete(own.name.toLowerCase())
  add(others)
  for (const name of names) add(await endpointsOfName(ctx, snapshot, { manager, name }))
  add(named)
  const serials = await serialsOf(ctx, inventory, [...byKey.values()])
  const told = [...byKey.values()].map((known) => toEnrolment(known, serials.get(known.endpoint.key) ?? null))
  const shared = sharedSerials(told)
  const all = told.map((one) => (one.serial !== null && shared.has(one.serial) ? { ...one, serial: null } : one))
  const self = all.find(({ key }) => key === own.endpoint.key) ?? toEnrolment(own, null)
  const apart = await readApart(
    ctx.prisma,
    all.map(({ known }) => known.endpoint),
  )
  return { snapshot, self, all, apart }
}

async function ofAddress(ctx: ServiceContext, snapshot: FleetSnapshot, own: KnownEndpoint): Promise<KnownEndpoint[]> {
  const registerIp = addressOf({ registerIp: (own.agent ?? own.removed?.last)?.registerIp ?? null })
  if (registerIp === null) return []
  const found = await endpointsOfAddress(ctx, snapshot, { manager: own.endpoint.manager, registerIp })
  const names = new Set(found.map(({ name }) => name.toLowerCase()))
  names.delete(own.name.toLowerCase())
  return names.size > NAMES_OF_ADDRESS ? [] : found
}

async function ofSerial(ctx: ServiceContext, snapshot: FleetSnapshot, manager: string, serial: string): Promise<KnownEndpoint[]> {
  const out: KnownEndpoint[] = []
  for (const id of await idsWithSerial(ctx.prisma, manager, serial))
    out.push(...(await endpointsOfId(ctx, snapshot, { manager, id })))
  return out
}

function toEnrolment(known: KnownEndpoint, serial: string | null): Known {
  const { endpoint, name, dateAdd, agent, removed } = known
  const os = agent ? agent.os : { platform: removed?.last.osPlatform ?? null, name: removed?.last.osName ?? null }
  const registerIp = (agent ?? removed?.last)?.registerIp ?? null
  const until = removed && (removed.lastAt ?? removed.removedAt)
  return { ...{ key: endpoint.key, name, registerIp, os, serial }, from: dateAdd, until, known }
}
