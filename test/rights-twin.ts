import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inScope, type Scope } from '#lib/agent/scope.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import type { ManagerView, rightsRig } from './rights-rig.ts'

/** Tables that hold rows of single endpoints, and the column with their key. */
const OWN = [
  ['Agent', 'key'],
  ['Keepalive', 'agentKey'],
  ['Tombstone', 'key'],
  ['Transition', 'agentKey'],
  ['Annotation', 'agentKey'],
  ['Note', 'agentKey'],
  ['BoardSerial', 'agentKey'],
] as const

export interface Twin {
  /** The store of the rig, read anew: some answers are given again for seconds. */
  full(scope: Scope): ServiceContext
  /** Changes of endpoints that are left in it. */
  readonly changes: number
  ctx(scope: Scope): ServiceContext
}

/**
 * A store like that of the rig, in which there never was an endpoint but those that one account sees: those that the manager gave to
 * its own token, and of those that are gone the ones that its rights would show.
 */
export function rightsTwins(rig: Awaited<ReturnType<typeof rightsRig>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-twin-'))
  const file = path.join(folder, 'store.db')
  rig.copyStore(file)
  const db = openSqlite(file)
  for (const [table] of OWN) db.exec(`CREATE TABLE "All${table}" AS SELECT * FROM "${table}"`)
  const prisma = openPrisma(file)
  const endpoints = db.all(`
    SELECT key, agentId, groups, 0 FROM AllAgent UNION ALL SELECT key, agentId, last ->> 'groups', 1 FROM AllTombstone`)

  return {
    async of({ scope, ids }: Pick<ManagerView, 'scope' | 'ids'>): Promise<Twin> {
      const isSeen = (id: string, groups: string, isGone: boolean) =>
        isGone ? inScope(scope, { manager: 'main', id, groups: JSON.parse(groups) }) : ids.has(id)
      const keys = endpoints.flatMap(([key, id, groups, isGone]) =>
        isSeen(String(id).padStart(3, '0'), String(groups), isGone === 1) ? [Number(key)] : [],
      )
      db.transaction(() => {
        for (const [table, key] of OWN) {
          db.exec(`DELETE FROM "${table}"`)
          db.run(
            `INSERT INTO "${table}" SELECT * FROM "All${table}" WHERE "${key}" IN (SELECT value FROM json_each(?))`,
            JSON.stringify(keys),
          )
        }
      })
      const fleet = await readAnew(rig.ctx(scope), prisma)
      const full = await readAnew(rig.ctx(scope), rig.ctx(scope).prisma)
      const changes = Number(db.get('SELECT (SELECT count(*) FROM "Transition") + (SELECT count(*) FROM Tombstone)')?.[0])
      return { changes, full: (own) => ({ ...rig.ctx(own), fleet: full }), ctx: (own) => ({ ...rig.ctx(own), fleet, prisma }) }
    },
    async stop() {
      await prisma.$disconnect()
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readAnew({ clock }: ServiceContext, prisma: ServiceContext['prisma']): Promise<FleetIndex> {
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  return fleet
}
