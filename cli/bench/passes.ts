import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { openSqlite } from '#server/store/sqlite.ts'
import type { Limits } from './limits.ts'
import { cpuSeconds, residentMb } from './processes.ts'
import type { Product } from './product.ts'

export interface PassFigures {
  kind: string
  /** Processor seconds of supervisor, collector and web from its start until a second after its end, idle load taken off. */
  cpuSeconds: number
  tookSeconds: number
  rows: number
  requests: number
  changes: number
  /** Longest hold of the web's event loop meanwhile. */
  loopMaxMs: number
}

const passRow = z.object({
  id: z.number(),
  kind: z.string(),
  outcome: z.string(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  rows: z.number(),
  requests: z.number(),
  changes: z.number(),
})
type PassRow = z.infer<typeof passRow>

const SETTLE_MS = 1200
const LOOK_MS = 25

/** Watches the next passes of the wanted kind and measures each. */
export async function watchPasses(product: Product, kind: 'full' | 'small', count: number): Promise<PassFigures[]> {
  const newest = passReader(product.database)
  const idle = await idleLoad(product, newest)
  const out: PassFigures[] = []
  let lastId = newest()?.id ?? 0
  while (out.length < count) {
    const before = cpuSeconds(product.pids())
    const pass = newest()
    if (!pass || pass.id === lastId) {
      await wait(LOOK_MS)
      continue
    }
    lastId = pass.id
    const done = await finished(newest, pass.id)
    await wait(SETTLE_MS)
    const cpu = cpuSeconds(product.pids()) - before - idle * ((Date.now() - done.startedAt) / 1000)
    if (done.kind !== kind || done.outcome !== 'ok') continue
    out.push({
      kind,
      cpuSeconds: Math.max(0, cpu),
      tookSeconds: ((done.finishedAt ?? done.startedAt) - done.startedAt) / 1000,
      rows: done.rows,
      requests: done.requests,
      changes: done.changes,
      loopMaxMs: loopMax(product.loopFile, done.startedAt, Date.now()),
    })
  }
  return out
}

/** Limits of what a full pass costs, and of what those who look at pages meanwhile feel of it. */
export function judgePasses(
  { warm, changed }: { warm: readonly PassFigures[]; changed: readonly PassFigures[] },
  limits: Limits,
): void {
  const most = (passes: readonly PassFigures[], of: 'cpuSeconds' | 'loopMaxMs' | 'requests') =>
    Math.max(...passes.map((pass) => pass[of]))
  limits.check('full pass, every keep-alive moved', most(warm, 'cpuSeconds'), 1.5, 'CPU s')
  limits.check('full pass, 1 % changed', most(changed, 'cpuSeconds'), 2, 'CPU s')
  limits.check('requests of a full pass', most([...warm, ...changed], 'requests'), 25, '')
  limits.check('event loop of the page server meanwhile', most([...warm, ...changed], 'loopMaxMs'), 50, 'ms')
}

/** Waits for `count` more passes of any kind and gives the memory of all our processes then. */
export async function memoryAfter(product: Product, count: number): Promise<{ totalMb: number; demoMb: number }> {
  const newest = passReader(product.database)
  const until = (newest()?.id ?? 0) + count
  while ((newest()?.id ?? 0) < until) await wait(100)
  return { totalMb: residentMb(product.pids()), demoMb: residentMb([product.demoPid]) }
}

/** Waits for the first complete pass; what it cost since the product started. */
export async function coldPass(product: Product): Promise<PassFigures> {
  const newest = passReader(product.database)
  let pass = newest()
  while (pass?.outcome !== 'ok') {
    await wait(LOOK_MS)
    pass = newest()
  }
  await wait(SETTLE_MS)
  const took = ((pass.finishedAt ?? pass.startedAt) - pass.startedAt) / 1000
  const { rows, requests, changes } = pass
  const loopMaxMs = loopMax(product.loopFile, pass.startedAt, Date.now())
  return { kind: 'cold', cpuSeconds: cpuSeconds(product.pids()), tookSeconds: took, rows, requests, changes, loopMaxMs }
}

async function idleLoad(product: Product, newest: () => PassRow | null): Promise<number> {
  for (;;) {
    const from = newest()
    if (from && from.outcome !== 'running') {
      const before = cpuSeconds(product.pids())
      await wait(2000)
      if (newest()?.id === from.id) return (cpuSeconds(product.pids()) - before) / 2
    } else await wait(LOOK_MS)
  }
}

async function finished(newest: () => PassRow | null, id: number): Promise<PassRow> {
  for (;;) {
    const pass = newest()
    if (pass?.id === id && pass.outcome !== 'running') return pass
    await wait(LOOK_MS)
  }
}

function passReader(file: string): () => PassRow | null {
  const db = openSqlite(file)
  return () => {
    const row =
      db.get(`SELECT json_object('id', id, 'kind', kind, 'outcome', outcome, 'startedAt', startedAt, 'finishedAt', finishedAt,
      'rows', rows, 'requests', requests, 'changes', changes) FROM Pass ORDER BY id DESC LIMIT 1`)?.[0]
    return typeof row === 'string' ? passRow.parse(JSON.parse(row)) : null
  }
}

const loopLine = z.object({ at: z.number(), maxMs: z.number() })

/** Longest hold of the web's event loop from one time to another, milliseconds. @param file lines of `measure-loop.mjs` */
export function loopMax(file: string, from: number, to: number): number {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const seen = lines.map((line) => loopLine.parse(JSON.parse(line))).filter(({ at }) => at >= from && at <= to + 1000)
  return Math.max(0, ...seen.map(({ maxMs }) => maxMs))
}
