import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { visibleEndpoint } from '#server/store/visible-endpoint.ts'
import { spread } from './load.ts'

const ASKED = 300
const HOUR_MS = 3_600_000
/** One that comes and goes every hour of a year. */
const RESTLESS_CHANGES = 8_760

type Spread = ReturnType<typeof spread>

/** How long the store takes for all that is kept of one endpoint: of usual ones after a year, and of one that never rested. */
export async function measureAgentYears(database: string, now: number): Promise<{ usual: Spread; restless: Spread }> {
  const db = openSqlite(database)
  const [agents = 0, first = 0] = (db.get('SELECT count(*), min(key) FROM Agent') ?? []).map(Number)
  const [freeId = 0] = (db.get('SELECT max(id) FROM "Transition" WHERE id < 10000000') ?? []).map(Number)
  db.run(RESTLESS, JSON.stringify(Array.from({ length: RESTLESS_CHANGES }, (_, i) => i)), freeId + 1, first, now, HOUR_MS)
  db.close()
  const prisma = openPrisma(database)
  const { changes } = endpointPastRepo(prisma)
  // No rights stand between the bench and its own store.
  const time = async (key: number) => {
    const at = performance.now()
    await changes(visibleEndpoint('main', key))
    return performance.now() - at
  }
  const usual: number[] = []
  for (let i = 0; i < ASKED; i++) usual.push(await time(first + 1 + ((i * 7919) % Math.max(1, agents - 1))))
  const restless: number[] = []
  for (let i = 0; i < ASKED / 3; i++) restless.push(await time(first))
  await prisma.$disconnect()
  return { usual: spread(usual), restless: spread(restless) }
}

const RESTLESS = `INSERT INTO "Transition" (id, managerId, field, passId, agentKey, agentId, fromValue, toValue, afterAt, seenAt)
  SELECT ?2 + value, 'main', 'status', 1, ?3, 1, iif(value % 2, 'active', 'disconnected'), iif(value % 2, 'disconnected', 'active'),
    ?4 - (8760 - value) * ?5 - 30000, ?4 - (8760 - value) * ?5 FROM json_each(?1)`
