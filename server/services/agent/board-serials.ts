import { formatAgentId } from '#lib/agent/agent.ts'
import { inScope, type Scope } from '#lib/agent/scope.ts'
import type { Hardware } from '#lib/contract/agent-inventory.ts'
import { realSerial } from '#lib/insight/kinship/serial.ts'
import { readSerials, type SerialsWriter } from '#server/store/serials-repo.ts'
import type { ServiceContext } from '../context.ts'
import type { KnownEndpoint } from './endpoints-of-id.ts'

type Lifetime = Pick<KnownEndpoint, 'dateAdd' | 'removed'>

/** Keeps the serial number that a page has just loaded, as evidence of which machine it is (docs/decisions/0023). A failure is only logged. */
export async function keepSerial(
  { prisma, log, serials }: Pick<ServiceContext, 'prisma' | 'log'> & { readonly serials: SerialsWriter },
  known: Pick<KnownEndpoint, 'endpoint' | 'id'> & Lifetime,
  { boardSerial, scannedAt }: Hardware,
): Promise<void> {
  const at = scannedAt === null ? null : Date.parse(scannedAt)
  if (at === null || !isOwn(at, known)) return
  const serial = realSerial(boardSerial)
  try {
    const before = (await readSerials(prisma, [known.endpoint])).get(known.endpoint.key)
    if (before?.serial === serial || (before === undefined && serial === null)) return
    await (serial === null ? serials.forget(known.endpoint) : serials.keep(known.endpoint, known.id, { serial, scannedAt: at }))
  } catch (error) {
    log.warn({ manager: known.endpoint.manager, err: error }, 'a serial number could not be kept')
  }
}

/** The serial numbers of some endpoints by their keys, of those whose inventory may be read. @param inventory `null` for nobody's */
export async function serialsOf(
  { prisma }: Pick<ServiceContext, 'prisma'>,
  inventory: Scope | null,
  all: readonly KnownEndpoint[],
): Promise<ReadonlyMap<number, string>> {
  const readable = all.filter(({ endpoint: { manager }, id, groups }) => {
    return inventory !== null && inScope(inventory, { manager, id: formatAgentId(id), groups })
  })
  const kept = await readSerials(
    prisma,
    readable.map(({ endpoint }) => endpoint),
  )
  const out = new Map<number, string>()
  for (const known of readable) {
    const own = kept.get(known.endpoint.key)
    if (own && isOwn(own.scannedAt, known)) out.set(known.endpoint.key, own.serial)
  }
  return out
}

/** Whether a machine was looked at while the endpoint was there: another one with its id may have answered a question about it. */
function isOwn(scannedAt: number, { dateAdd, removed }: Lifetime): boolean {
  return (dateAdd ?? 0) <= scannedAt && (removed === null || scannedAt <= (removed.lastAt ?? removed.removedAt))
}
