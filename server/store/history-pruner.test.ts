import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLease } from './lease.ts'
import type { Sqlite } from './sqlite.ts'
import { openTestStore } from './testing.ts'
import { createWriter, type Writer } from './writer.ts'

const DAY = 86_400_000
let store: ReturnType<typeof openTestStore>
let db: Sqlite
let writer: Writer
beforeEach(() => {
  store = openTestStore()
  db = store.db
  const lease = createLease(db, 'here')
  lease.take(0)
  writer = createWriter(db, lease)
  writer.ensureManager('main', 'Main', 0)
  writer.ensureManager('other', 'Other', 0)
})
afterEach(() => store.remove())

function living(key: number, managerId = 'main') {
  db.run(
    `INSERT INTO "Agent" (key, "managerId", "agentId", name, status, "statusPrecision", groups, "groupConfigStatus", "syncPrecision", "firstPassId", revision)
    VALUES (?1, ?2, ?1, 'a', 'active', 'exact', '[]', 'synced', 'exact', 1, 1)`,
    key,
    managerId,
  )
}
function changed(key: number, day: number, field = 'status', managerId = 'main') {
  db.run(
    `INSERT INTO "Transition" ("agentKey", "managerId", "agentId", field, "passId", "seenAt") VALUES (?1, ?2, ?1, ?3, 1, ?4)`,
    key,
    managerId,
    field,
    day * DAY,
  )
}
const daysLeft = (key: number, managerId = 'main') =>
  db.all(`SELECT field, "seenAt" / ${DAY} FROM "Transition" WHERE "agentKey" = ? AND "managerId" = ? ORDER BY id`, key, managerId)
/** Prunes until a whole round found nothing more. */
function prune(day: number, managerId = 'main') {
  for (let round = 0; round < 2; round++) while (writer.pruneHistory(managerId, day * DAY));
}

describe('changes of agents', () => {
  it('go when they are too old, but not the latest of each field of one that lives', () => {
    living(1)
    for (const day of [1, 2, 3, 50]) changed(1, day)
    for (const day of [1, 4]) changed(1, day, 'version')
    prune(10)
    expect(daysLeft(1)).toEqual([
      ['status', 50],
      ['version', 4],
    ])
  })

  it('of agents that are gone all go', () => {
    for (const day of [1, 2, 30]) changed(2, day)
    prune(10)
    expect(daysLeft(2)).toEqual([['status', 30]])
  })

  it('of another manager stay', () => {
    changed(3, 1, 'status', 'other')
    changed(3, 2, 'status', 'other')
    prune(10)
    expect(daysLeft(3, 'other')).toHaveLength(2)
  })

  it('go in small slices, and those that stay do not stop the others', () => {
    for (let key = 1; key <= 1500; key++) {
      living(key)
      changed(key, 1, 'version')
    }
    for (let i = 0; i < 1500; i++) changed(1, 2)
    const left = () => Number(db.get('SELECT count(*) FROM "Transition"')?.[0])
    let before = left()
    let slices = 0
    while (writer.pruneHistory('main', 10 * DAY)) {
      expect(before - left()).toBeLessThanOrEqual(500)
      before = left()
      slices++
    }
    expect(slices).toBeGreaterThanOrEqual(5)
    expect(left()).toBe(1501)
  })
})

describe('removed agents', () => {
  const bury = (key: number, day: number) =>
    db.run(
      `INSERT INTO "Tombstone" (key, "managerId", "agentId", name, last, reason, "lastPassId", "removedPassId", "removedAt", revision)
      VALUES (?1, 'main', ?1, 'a', '{}', 'removed', 1, 1, ?2, ?1)`,
      key,
      day * DAY,
    )

  it('go when they were removed too long ago', () => {
    bury(1, 1)
    bury(2, 11)
    bury(3, 12)
    prune(10)
    expect(db.all('SELECT key FROM "Tombstone"').flat()).toEqual([2, 3])
  })

  it('never give their key to another one', () => {
    living(1)
    bury(7, 1)
    prune(10)
    const lease = createLease(db, 'here')
    lease.take(0)
    expect(createWriter(db, lease).nextKey()).toBe(8)
  })
})

describe('sums of groups', () => {
  it('go when what replaced them is too old as well; the newest stays', () => {
    const sum = (name: string, day: number, current = 0) =>
      db.run(
        `INSERT INTO "GroupSum" ("managerId", name, "passId", "seenAt", current) VALUES ('main', ?, 1, ?, ?)`,
        name,
        day * DAY,
        current,
      )
    for (const [day, current] of [
      [1, 0],
      [2, 0],
      [9, 0],
      [20, 1],
    ] as const)
      sum('web', day, current)
    sum('gone', 1)
    prune(10)
    expect(db.all(`SELECT name, "seenAt" / ${DAY} FROM "GroupSum" ORDER BY id`)).toEqual([
      ['web', 9],
      ['web', 20],
      ['gone', 1],
    ])
  })
})
