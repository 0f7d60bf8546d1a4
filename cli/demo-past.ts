import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Clock } from '#server/clock.ts'
import { type Past, type PastMoment, pastDue, writePast } from '#server/store/past-writer.ts'
import type { Sqlite } from '#server/store/sqlite.ts'

const LOOK_MS = 250

interface Options {
  db: Sqlite
  clock: Clock
  signal: AbortSignal
  /** The demo's lines for the time before a moment (epoch seconds). */
  tell: (untilSeconds: number) => AsyncIterable<string>
}

/**
 * Waits for the first pass of a new demo store and then writes what the demo says of the 30 days before it.
 * @returns how many changes were written; `null` when no past was due, the demo tells none, or `signal` aborted
 * @throws when the demo's lines can't be read, or the store fails
 */
export async function addDemoPast({ db, clock, signal, tell }: Options): Promise<number | null> {
  let due = pastDue(db)
  while (due === 'waiting' && !signal.aborted) {
    await clock.sleep(LOOK_MS, signal)
    due = pastDue(db)
  }
  if (typeof due !== 'number' || signal.aborted) return null
  const moments: PastMoment[] = []
  let agents: Past['agents'] | null = null
  for await (const text of tell(Math.floor(due / 1000))) {
    const line = pastLine.parse(JSON.parse(text))
    if (line.kind === 'moment') moments.push(toMoment(line))
    else agents = line.agents.map(toAgent)
  }
  return agents === null || signal.aborted ? null : writePast(db, { moments, agents })
}

/** Lines of the demo manager `dist/demo.mjs --past`, which computes them in a process of its own. */
export async function* tellDemoPast(
  { demoAgents, demoSeed }: { demoAgents: number; demoSeed: number },
  untilSeconds: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const fleet = ['--agents', String(demoAgents), '--seed', String(demoSeed), '--cert-dir', 'data/demo-manager']
  const child = spawn(process.execPath, [path.resolve('dist', 'demo.mjs'), ...fleet, '--past', String(untilSeconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
  })
  // An abort ends the lines; nobody needs to hear of it.
  child.on('error', () => undefined)
  yield* createInterface({ input: child.stdout })
}

const seconds = z.int().nonnegative()
const pastLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('moment'),
    at: seconds,
    counts: z.record(z.string(), z.int()),
    changes: z.array(
      z.object({
        id: z.int(),
        field: z.enum(['date_add', 'status', 'status_code', 'group_config_status']),
        from: z.string().nullable(),
        to: z.string(),
        at: seconds.nullable(),
        lastKeepAlive: seconds.nullable(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('end'),
    agents: z.array(z.object({ id: z.int(), enrolledAt: seconds, status: z.string(), statusCode: z.string(), sync: z.string() })),
  }),
])
type PastLine = z.infer<typeof pastLine>

function toMoment({ at, counts, changes }: Extract<PastLine, { kind: 'moment' }>): PastMoment {
  const count = (word: string) => counts[word] ?? 0
  return {
    at: at * 1000,
    counts: {
      total: count('total'),
      active: count('active'),
      disconnected: count('disconnected'),
      pending: count('pending'),
      neverConnected: count('never_connected'),
      synced: count('synced'),
      notSynced: count('not synced'),
    },
    changes: changes.map(({ id, field, from, to, at, lastKeepAlive }) => ({
      agentId: id,
      from,
      ...(field === 'date_add' ? { field: 'dateAdd', to: new Date(Number(to) * 1000).toISOString() } : { field, to }),
      at: at === null ? null : at * 1000,
      lastKeepAlive: lastKeepAlive === null ? null : lastKeepAlive * 1000,
    })),
  }
}

function toAgent({
  id,
  enrolledAt,
  status,
  statusCode,
  sync,
}: Extract<PastLine, { kind: 'end' }>['agents'][number]): Past['agents'][number] {
  return { agentId: id, dateAdd: enrolledAt * 1000, status, status_code: statusCode, group_config_status: sync }
}
