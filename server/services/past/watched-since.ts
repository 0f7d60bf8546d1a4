import { DAY_MS } from '#lib/insight/steps.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import { rollUpsRepo } from '#server/store/rollups-repo.ts'
import type { ServiceContext } from '../context.ts'
import { oncePerSnapshot } from '../once-per-snapshot.ts'

/** Since when anything is kept of a manager, and since when it is no past that a demo invents. */
export async function watchedSince(
  { prisma, scope, fleet }: Pick<ServiceContext, 'prisma' | 'scope' | 'fleet'>,
  manager: string,
): Promise<{ since: number | null; trueSince: number | null }> {
  const first = await firstPass(fleet.snapshot(), manager, () => endpointPastRepo(prisma).firstPass(manager))
  const kept = await rollUpsRepo(prisma).kept(scope, manager)
  const since = kept && (!first || kept.oldest + DAY_MS <= first.at) ? kept.oldest : (first?.at ?? null)
  return { since, trueSince: first?.trueSince ?? null }
}

/** A walk over all that a demo invented. */
const firstPass = oncePerSnapshot<Awaited<ReturnType<ReturnType<typeof endpointPastRepo>['firstPass']>>>()
