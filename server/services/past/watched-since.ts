import { DAY_MS } from '#lib/insight/steps.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import { rollUpsRepo } from '#server/store/rollups-repo.ts'
import type { ServiceContext } from '../context.ts'

/** Since when anything is kept of a manager, and since when it is no past that a demo invents. */
export async function watchedSince(
  { prisma, scope, fleet }: Pick<ServiceContext, 'prisma' | 'scope' | 'fleet'>,
  manager: string,
): Promise<{ since: number | null; trueSince: number | null }> {
  const first = await firstPass(prisma, fleet.snapshot(), manager)
  const kept = await rollUpsRepo(prisma).kept(scope, manager)
  const since = kept && (!first || kept.oldest + DAY_MS <= first.at) ? kept.oldest : (first?.at ?? null)
  return { since, trueSince: first?.trueSince ?? null }
}

type First = ReturnType<ReturnType<typeof endpointPastRepo>['firstPass']>

/** By manager. It takes a walk over all that a demo invented, and changes with a pass at most, as the snapshot does. */
const firsts = new WeakMap<FleetSnapshot, Map<string, First>>()

function firstPass(prisma: ServiceContext['prisma'], snapshot: FleetSnapshot, manager: string): First {
  const own = firsts.get(snapshot) ?? new Map<string, First>()
  firsts.set(snapshot, own)
  const known = own.get(manager)
  if (known) return known
  const read = endpointPastRepo(prisma).firstPass(manager)
  own.set(manager, read)
  // What failed is tried again by the next who asks.
  read.catch(() => own.delete(manager))
  return read
}
