import type { Scope } from '#lib/agent/scope.ts'
import type { Clock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import type { FleetIndex } from '#server/fleet/fleet-index.ts'
import type { Log } from '#server/log.ts'
import type { StoreClient } from '#server/store/prisma.ts'

/** What every verb may use, and what its caller may see. */
export interface ServiceContext {
  readonly fleet: Pick<FleetIndex, 'snapshot'>
  readonly prisma: StoreClient
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<Config, 'demo' | 'intervalSeconds' | 'managers' | 'productNames'>
  readonly scope: Scope
}
