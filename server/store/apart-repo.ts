import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'
import type { PersonName } from './views-repo.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** A person's word that two enrolments are two endpoints, by their keys. `at` in epoch milliseconds, our clock. */
export interface ApartRow {
  readonly earlier: number
  readonly later: number
  readonly by: PersonName
  readonly at: number
}

/** Those words that hold between some enrolments. */
export async function readApart(prisma: StoreClient, endpoints: readonly VisibleEndpoint[]): Promise<ApartRow[]> {
  const keys = endpoints.map(({ key }) => key)
  const rows = await prisma.endpointApart.findMany({ where: { earlierKey: { in: keys }, laterKey: { in: keys } } })
  return rows.map(({ earlierKey, laterKey, managerId: manager, username, madeAt }) => ({
    ...{ earlier: earlierKey, later: laterKey, by: { manager, username }, at: Number(madeAt) },
  }))
}

/** Writes through the driver (docs/decisions/0006). Either may be repeated. */
export function apartWriter(db: Sqlite) {
  const write = (sql: string, ...values: (string | number)[]) =>
    retryBusy(() => db.transaction(() => void db.run(sql, ...values)))
  return {
    part: (earlier: VisibleEndpoint, later: VisibleEndpoint, { manager, username }: PersonName, now: number) =>
      write(INSERT, earlier.key, later.key, manager, username, now),
    join: (earlier: VisibleEndpoint, later: VisibleEndpoint) => write(DELETE, earlier.key, later.key),
  }
}
export type ApartWriter = ReturnType<typeof apartWriter>

const INSERT = `INSERT INTO "EndpointApart" ("earlierKey", "laterKey", "managerId", "username", "madeAt") VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`
const DELETE = 'DELETE FROM "EndpointApart" WHERE "earlierKey" = ? AND "laterKey" = ?'
