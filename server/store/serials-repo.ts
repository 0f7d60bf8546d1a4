import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** The serial number of an endpoint's board, as somebody's page loaded it. */
export interface BoardSerial {
  readonly serial: string
  /** When the agent looked, epoch milliseconds by its own clock. */
  readonly scannedAt: number
}

/** What is kept of some endpoints, by their keys. */
export async function readSerials(
  prisma: StoreClient,
  endpoints: readonly VisibleEndpoint[],
): Promise<ReadonlyMap<number, BoardSerial>> {
  type Tuple = [key: number, serial: string, scannedAt: number]
  const tuples = await jsonRows<Tuple>(prisma, OF_KEYS, JSON.stringify(endpoints.map(({ key }) => key)))
  return new Map(tuples.map(([key, serial, scannedAt]) => [key, { serial, scannedAt }]))
}

/** Ids of agents of a manager, present and past, of which a serial number is kept; the caller sees to who may know of them. */
export async function idsWithSerial(prisma: StoreClient, manager: string, serial: string): Promise<number[]> {
  return (await jsonRows<[number]>(prisma, WITH_SERIAL, manager, serial, IDS_MAX)).map(([agentId]) => agentId)
}

/** Writes through the driver (docs/decisions/0006). Either may be repeated. */
export function serialsWriter(db: Sqlite) {
  const write = (sql: string, ...values: (string | number)[]) =>
    retryBusy(() => db.transaction(() => void db.run(sql, ...values)))
  return {
    keep: ({ manager, key }: VisibleEndpoint, agentId: number, { serial, scannedAt }: BoardSerial) =>
      write(KEEP, key, manager, agentId, serial, scannedAt),
    forget: ({ key }: VisibleEndpoint) => write(FORGET, key),
  }
}
export type SerialsWriter = ReturnType<typeof serialsWriter>

const IDS_MAX = 20
const OF_KEYS = `SELECT json_group_array(json_array(agentKey, serial, scannedAt)) AS data FROM BoardSerial
  WHERE agentKey IN (SELECT value FROM json_each(?))`
const WITH_SERIAL = `SELECT json_group_array(json_array(agentId)) AS data FROM
  (SELECT DISTINCT agentId FROM BoardSerial WHERE managerId = ? AND serial = ? ORDER BY agentKey DESC LIMIT ?)`
const KEEP = `INSERT INTO "BoardSerial" ("agentKey", "managerId", "agentId", "serial", "scannedAt") VALUES (?, ?, ?, ?, ?)
  ON CONFLICT ("agentKey") DO UPDATE SET "serial" = excluded."serial", "scannedAt" = excluded."scannedAt"`
const FORGET = 'DELETE FROM "BoardSerial" WHERE "agentKey" = ?'
