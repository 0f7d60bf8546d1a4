import { AGENT_STATUSES, type AgentStatus } from '#lib/agent/status.ts'
import type { openTestFleet } from '#server/fleet/testing.ts'

type Who = { readonly id: string; readonly groups: readonly string[] }
interface Options {
  readonly start: number
  readonly days: number
  readonly seed: number
  /** Called after every pass with its end. */
  readonly afterPass: (at: number) => void
}
type Look = { readonly at: number; readonly agents: ReadonlyMap<number, { who: Who; status: AgentStatus }> }

export interface SimulatedPast {
  /** End of the last pass. */
  readonly end: number
  readonly gaps: readonly { from: number; to: number; reason: string }[]
  /** Counts by the last good pass before `to`, or `null` when nothing was seen from `from` up to `to`. */
  lastSeen(from: number, to: number, sees: (who: Who) => boolean): Record<AgentStatus, number> | null
  /** Counts by the last good pass up to `at`. */
  seenBy(at: number, sees: (who: Who) => boolean): Record<AgentStatus, number> | null
}

const MINUTE_MS = 60_000

/** For tests: days of passes over a small fleet that changes, with gaps, written as the collector writes them, and what each saw. */
export function simulatePast(test: ReturnType<typeof openTestFleet>, options: Options): SimulatedPast {
  const random = randomOf(options.seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const fleet = new Map<number, { id: number; groups: string[]; status: AgentStatus }>()
  const looks: Look[] = []
  const gaps: { from: number; to: number; reason: string }[] = []
  let [at, key, agentId, pass, lastAsOf] = [options.start, 0, 0, 0, null as number | null]
  const enrol = () => {
    fleet.set(++key, { id: ++agentId, groups: random() < 0.3 ? ['web', 'x'] : ['default'], status: pick(AGENT_STATUSES) })
    return key
  }
  const transition = (own: number, field: string, from: string | null, to: string | null, after: number | null) =>
    test.db.run(INSERT_TRANSITION, own, fleet.get(own)?.id ?? 0, field, from, to, pass, after, at)

  for (let i = 0; i < 40; i++) enrol()
  const until = options.start + options.days * 86_400_000
  let silent: { from: number; reason: string } | null = null
  while (at < until) {
    pass++
    const isQuiet = silent === null && random() < 0.004 && looks.length > 0
    if (isQuiet && looks.length > 0)
      silent = { from: (looks[looks.length - 1]?.at ?? 0) + 1_000, reason: pick(['unreachable', 'collector']) }
    const waitMs = MINUTE_MS * (5 + Math.floor(random() * 5))
    if (silent !== null) {
      // Failing once a minute, or not running at all, for up to half a day.
      const end = at + Math.floor(random() * 700) * MINUTE_MS + 30 * MINUTE_MS
      for (; silent.reason === 'unreachable' && at < end; at += MINUTE_MS) {
        test.db.run(INSERT_PASS, ...[pass++, 'failed', at, at + 500, null, 'unreachable', at + MINUTE_MS], ...Array(8).fill(null))
        options.afterPass(at + 500)
      }
      at = Math.max(at, end)
      gaps.push({ from: silent.from, to: at, reason: silent.reason })
      silent = null
    }
    for (const [own, agent] of fleet) {
      if (random() > 0.02) continue
      const to = pick(AGENT_STATUSES)
      if (looks.length > 0 && to !== agent.status) transition(own, 'status', agent.status, to, lastAsOf)
      agent.status = to
    }
    if (looks.length > 0 && random() < 0.05) transition(enrol(), 'dateAdd', null, 'now', lastAsOf)
    if (random() < 0.04 && fleet.size > 20) {
      const own = pick([...fleet.keys()])
      const agent = fleet.get(own)
      const last = JSON.stringify({ status: agent?.status, groups: JSON.stringify(agent?.groups) })
      test.db.run(INSERT_TOMBSTONE, own, agent?.id ?? 0, last, pass, lastAsOf, at)
      fleet.delete(own)
    }
    const counts = AGENT_STATUSES.map((status) => [...fleet.values()].filter((agent) => agent.status === status).length)
    test.db.run(INSERT_PASS, pass, 'ok', at, at + 1_000, at, 'ok', at + waitMs, fleet.size, ...counts, fleet.size, 0)
    const agents = [...fleet].map(
      ([own, { id, groups, status }]) => [own, { who: { id: String(id), groups: [...groups] }, status }] as const,
    )
    looks.push({ at, agents: new Map(agents) })
    options.afterPass(at + 1_000)
    lastAsOf = at
    at += waitMs
  }
  const last = looks[looks.length - 1]
  test.writer.manager({ id: 'main', asOf: last?.at ?? 0, version: null })
  for (const [own, { id, groups, status }] of fleet) test.db.run(INSERT_AGENT, own, id, status, JSON.stringify(groups))
  test.db.run(`UPDATE Manager SET revision = revision + 1`)

  const count = (look: Look | undefined, sees: (who: Who) => boolean) => {
    if (!look) return null
    const counts = { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 }
    for (const { who, status } of look.agents.values()) if (sees(who)) counts[status]++
    return counts
  }
  return {
    end: (last?.at ?? 0) + 1_000,
    gaps,
    lastSeen(from, to, sees) {
      const look = looks.findLast((one) => one.at < to)
      const isGap = !look || gaps.some((gap) => gap.from <= from && to <= gap.to)
      return isGap ? null : count(look, sees)
    },
    seenBy: (moment, sees) =>
      count(
        looks.findLast((one) => one.at <= moment),
        sees,
      ),
  }
}

/** Numbers from 0 to 1 that a seed decides: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const INSERT_PASS = `INSERT INTO Pass (id, managerId, kind, outcome, startedAt, finishedAt, asOf, state, nextBy, total, active, disconnected,
  pending, neverConnected, unknown, synced, notSynced) VALUES (?, 'main', 'full', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const INSERT_TRANSITION = `INSERT INTO Transition (agentKey, managerId, agentId, field, fromValue, toValue, passId, afterAt, seenAt)
  VALUES (?, 'main', ?, ?, ?, ?, ?, ?, ?)`
const INSERT_TOMBSTONE = `INSERT INTO Tombstone (key, managerId, agentId, name, last, reason, lastPassId, removedPassId, lastAt, removedAt, revision)
  VALUES (?1, 'main', ?2, 'gone', ?3, 'removed', 1, ?4, ?5, ?6, 1)`
const INSERT_AGENT = `INSERT INTO Agent (key, agentId, managerId, name, status, statusPrecision, groups, groupConfigStatus, syncPrecision, firstPassId, revision)
  VALUES (?1, ?2, 'main', 'host-' || ?2, ?3, 'observed', ?4, 'synced', 'observed', 1, 1)`
