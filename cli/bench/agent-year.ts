import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { visibleEndpoint } from '#server/store/visible-endpoint.ts'
import { spread } from './load.ts'

const ASKED = 300
const HOUR_MS = 3_600_000
/** One that comes and goes every half hour of a year. */
const RESTLESS_CHANGES = 17_520
const RESTLESS_EVERY_MS = HOUR_MS / 2
/** Changes that the page shows first. */
const PAGE = 50

type Spread = ReturnType<typeof spread>

/** How long the store takes for what the history of one endpoint needs: of usual ones after a year, and of the first, which never rested. */
export async function measureAgentYears(database: string, now: number): Promise<{ usual: Spread; restless: Spread }> {
  const db = openSqlite(database)
  const [agents = 0, first = 0] = (db.get('SELECT count(*), min(key) FROM Agent') ?? []).map(Number)
  const [freeId = 0] = (db.get('SELECT max(id) FROM "Transition" WHERE id < 10000000') ?? []).map(Number)
  db.run(
    RESTLESS,
    JSON.stringify(Array.from({ length: RESTLESS_CHANGES }, (_, i) => i)),
    freeId + 1,
    first,
    now,
    RESTLESS_EVERY_MS,
  )
  db.close()
  const prisma = openPrisma(database)
  const { connection, changesUpTo } = endpointPastRepo(prisma)
  // No rights stand between the bench and its own store.
  const time = async (key: number) => {
    const at = performance.now()
    const endpoint = visibleEndpoint('main', key)
    const { newestId } = await connection(endpoint, now - 365 * 24 * HOUR_MS)
    await changesUpTo(endpoint, newestId, PAGE, 0)
    return performance.now() - at
  }
  const usual: number[] = []
  for (let i = 0; i < ASKED; i++) usual.push(await time(first + 1 + ((i * 7919) % Math.max(1, agents - 1))))
  const restless: number[] = []
  for (let i = 0; i < ASKED / 3; i++) restless.push(await time(first))
  await prisma.$disconnect()
  return { usual: spread(usual), restless: spread(restless) }
}

const RESTLESS = `INSERT INTO "Transition" (id, managerId, field, passId, agentKey, agentId, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)
  SELECT ?2 + value, 'main', 'status', 1, ?3, 1, iif(value % 2, 'active', 'disconnected'), iif(value % 2, 'disconnected', 'active'),
    iif(value % 2, seen - 9000, NULL), seen - iif(value % 2, 609000, 8000), seen - 30000, seen
  FROM (SELECT value, ?4 - (${RESTLESS_CHANGES} - value) * ?5 AS seen FROM json_each(?1))`
