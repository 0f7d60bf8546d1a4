import pino from 'pino'
import { oneOfEach } from '#demo/agent/testing.ts'
import type { FleetChoice } from '#demo/fleet/make-fleet.ts'
import { systemClock } from '#server/clock.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { createManagerClient } from '#server/manager/client.ts'
import { AgentDesk } from '#server/services/agent/agent-desk.ts'
import type { InventoryContext } from '#server/services/agent/get-agent-inventory.ts'
import { AuditLog } from '#server/services/audit/audit-log.ts'
import { Persons } from '#server/services/people/persons.ts'
import { Sessions } from '#server/services/people/sessions.ts'
import { signInPerson } from '#server/services/people/sign-in.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { serialsWriter } from '#server/store/serials-repo.ts'
import { sessionsRepo } from '#server/store/sessions-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { collectorRig, configOf } from './collector-rig.ts'
import { ManualClock } from './manager-clock.ts'
import { ORIGIN, signInConfig } from './no-ways.ts'

/** Agents of the demo of each kind: 001 is active, 002 disconnected, 003 never connected, 004 and 007 are too old, 009 is of `branch-north`. */
export async function askRig({ budgetPerMinute = 30, fleet = oneOfEach as FleetChoice['fleet'] } = {}) {
  const clock = new ManualClock()
  clock.time = Date.parse('2026-11-21T10:00:00Z')
  const rig = await collectorRig({ ...(fleet ? { fleet } : {}), frozen: false, clock: { now: () => clock.time } })
  await rig.pass()
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  const manager = configOf(rig.demo)
  const prisma = openPrisma(rig.store.file)
  const client = createManagerClient({ manager, clock, log, budgetPerMinute, random: () => 0.5 })
  const clients = new Map([[manager.id, client]])
  const db = openSqlite(rig.store.file, { busyTimeoutMs: 15 })
  const repo = sessionsRepo({ prisma, db })
  const signIn = signInConfig([manager])
  const audit = new AuditLog({ db, clock, log, keepDays: 400, key: null })
  const persons = new Persons({ repo, clients, clock, log })
  const sessions = new Sessions({ repo, persons, clients, clock, log, audit, config: signIn })
  const index = new FleetIndex({ prisma, clock, log, managers: [manager.id] })
  await index.refresh()
  const desk = new AgentDesk({ clients, clock })
  const limits = new SignInLimits(clock)

  return {
    clock,
    client,
    demo: rig.demo,
    desk,
    lines,
    /** What verbs about one agent get for this person, as each request of theirs gets it. */
    async as(token: string): Promise<InventoryContext> {
      const session = await sessions.find(token, { active: true, proxy: null })
      if (!session) throw new Error('the session is over')
      const config = { demo: true, intervalSeconds: 30, managers: [manager] }
      return { fleet: index, prisma, clock, log, config, scope: session.scope, session, desk, serials: serialsWriter(db) }
    },
    /** Signs in with the name for a password. @returns the token of the session */
    async enter(username: string): Promise<string> {
      const ctx = { config: signIn, clients, sessions, limits, log, audit }
      const input = { username, password: username, ...ORIGIN, previous: null }
      return (await signInPerson({ ctx, input })).token
    },
    /** How often the manager was asked what has this in its path. */
    asked: (part: string) =>
      Object.entries(rig.demo.control.requests().byRoute).reduce((sum, [route, n]) => sum + (route.includes(part) ? n : 0), 0),
    /** Waits for something that sleeps: the time goes on until it is there. */
    async during<T>(work: Promise<T>): Promise<T> {
      let isOver = false
      const over = () => {
        isOver = true
      }
      work.then(over, over)
      while (!isOver) {
        await clock.advance(20)
        await systemClock.sleep(2)
      }
      return work
    },
    /** What the store knows of the manager's version becomes this. */
    async setManagerVersion(version: string) {
      rig.store.db.run('UPDATE Manager SET version = ?, revision = revision + 1', version)
      await index.refresh()
    },
    async stop() {
      await client.close()
      await prisma.$disconnect()
      await rig.stop()
    },
  }
}

export type AskRig = Awaited<ReturnType<typeof askRig>>
