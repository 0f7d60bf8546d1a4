import { type Scope, seesManager, seesWholeManager } from '#lib/agent/scope.ts'
import type { PassItem } from '#lib/contract/sync.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'

/** One run of the collector. Times in epoch milliseconds; `asOf` on the manager's clock, the others on ours. */
export interface PassRow
  extends Pick<
    PassItem,
    'id' | 'kind' | 'outcome' | 'rows' | 'badRows' | 'unknownStatuses' | 'changes' | 'requests' | 'problem'
  > {
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly asOf: number | null
}

export function passesRepo(prisma: PrismaClient) {
  return {
    /** The newest passes of a manager, newest first; none for a scope that does not see the whole manager: they count all of it. */
    async newest(scope: Scope, managerId: string, limit: number): Promise<PassRow[]> {
      if (!seesWholeManager(scope, managerId)) return []
      const rows = await prisma.pass.findMany({ where: { managerId }, orderBy: { id: 'desc' }, take: limit })
      return rows.map((row) => ({
        id: row.id,
        kind: KINDS.find((known) => known === row.kind) ?? 'full',
        outcome: OUTCOMES.find((known) => known === row.outcome) ?? 'failed',
        startedAt: Number(row.startedAt),
        finishedAt: toNumber(row.finishedAt),
        asOf: toNumber(row.asOf),
        rows: row.rows,
        badRows: row.badRows,
        unknownStatuses: row.unknownStatuses,
        changes: row.changes,
        requests: row.requests,
        problem: row.problem,
      }))
    },

    /** Until when the past was made up, for a demo's first look at it; `null` when none was. */
    async generatedUntil(scope: Scope, managerId: string): Promise<number | null> {
      if (!seesManager(scope, managerId)) return null
      const row = await prisma.manager.findUnique({ where: { id: managerId }, select: { generatedUntil: true } })
      return toNumber(row?.generatedUntil ?? null)
    },
  }
}

const KINDS = ['full', 'small', 'generated'] as const satisfies readonly PassItem['kind'][]
const OUTCOMES = ['running', 'ok', 'failed', 'interrupted', 'unconfirmed'] as const satisfies readonly PassItem['outcome'][]

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}
