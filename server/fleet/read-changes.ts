import type { FleetRows, ManagerRow } from '#server/store/fleet-rows.ts'
import type { Staging } from './staging.ts'
import type { Turns } from './turns.ts'

/** Rows of one slice, so that reading and decoding it takes about 10 ms. */
const AGENTS = 1000
const KEEPALIVES = 5000
const TOMBSTONES = 5000
/** The collector may commit while we read; then the newer rows are read too, this many times at most. */
const ROUNDS = 20

/**
 * Stages everything that is newer than `known`, until the store did not change while it was read.
 * A manager that is new, or whose revision went back, is read as a whole; one that is gone is dropped.
 */
export async function readChanges(
  from: Reading & {
    shown: (rows: readonly ManagerRow[]) => readonly ManagerRow[]
    known: ReadonlyMap<string, number>
  },
): Promise<{ managers: readonly ManagerRow[]; revisions: ReadonlyMap<string, number> }> {
  const { rows, shown, staging, turns } = from
  const revisions = new Map(from.known)
  let managers: readonly ManagerRow[] = []
  for (let round = 0; round < ROUNDS; round++) {
    if (turns.spent) await turns.next()
    managers = shown(await rows.managers())
    for (const id of revisions.keys()) {
      if (managers.some((manager) => manager.id === id)) continue
      revisions.delete(id)
      drop(staging, id)
    }
    const changed = managers.filter((manager) => revisions.get(manager.id) !== manager.revision)
    if (changed.length === 0) break
    for (const { id, revision } of changed) {
      const known = revisions.get(id)
      if (known === undefined || known > revision) {
        drop(staging, id)
        await readAll(from, id)
      } else {
        await readSince(from, id, known)
      }
      revisions.set(id, revision)
    }
  }
  return { managers, revisions }
}

/** Forgets a manager's rows, those staged in an earlier round too. */
function drop(staging: Staging, manager: string): void {
  staging.dropped.add(manager)
  const index = staging.managers.indexOf(manager)
  if (index >= 0) staging.managers[index] = ''
}

interface Reading {
  readonly rows: FleetRows
  readonly staging: Staging
  readonly turns: Turns
}

async function readAll(reading: Reading, manager: string): Promise<void> {
  const { rows, staging, turns } = reading
  for (let afterId = -1; ; ) {
    await turns.next()
    const agents = await rows.agentsById(manager, afterId, AGENTS)
    staging.addAgents(manager, agents)
    if (agents.length < AGENTS) break
    afterId = Number(agents[agents.length - 1]?.[1])
  }
  // The rows came with their keep-alives, but older ones that are staged already would be applied after them.
  if (staging.keepalives.key.length > 0) await readKeepalives(reading, manager, -1)
}

async function readSince(reading: Reading, manager: string, known: number): Promise<void> {
  const { rows, staging, turns } = reading
  const start = { revision: known, key: Number.MAX_SAFE_INTEGER }
  for (let after = start; ; ) {
    await turns.next()
    const removed = await rows.tombstonesSince(manager, after, TOMBSTONES)
    for (const [key, revision] of removed) staging.removed.set(key, revision)
    const last = removed[removed.length - 1]
    if (!last || removed.length < TOMBSTONES) break
    after = { key: last[0], revision: last[1] }
  }
  for (let after = start; ; ) {
    await turns.next()
    const agents = await rows.agentsSince(manager, after, AGENTS)
    staging.addAgents(manager, agents)
    const last = agents[agents.length - 1]
    if (!last || agents.length < AGENTS) break
    after = { key: Number(last[0]), revision: Number(last[2]) }
  }
  await readKeepalives(reading, manager, known)
}

async function readKeepalives({ rows, staging, turns }: Reading, manager: string, known: number): Promise<void> {
  for (let afterKey = -1; ; ) {
    await turns.next()
    const moved = await rows.keepalivesSince(manager, known, afterKey, KEEPALIVES)
    staging.addKeepalives(moved)
    const last = moved[moved.length - 1]
    if (!last || moved.length < KEEPALIVES) return
    afterKey = last[0]
  }
}
