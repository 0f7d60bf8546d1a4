import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Forged } from './forger.ts'
import type { Hungry } from './hungry.ts'
import type { Limits } from './limits.ts'
import { type Latency, measure } from './load.ts'
import { residentMb } from './processes.ts'
import type { Product } from './product.ts'

const FORGED_PER_SECOND = 5000
const EXPORTS = 50
/** Enough that a 99th percentile is not one collection of garbage. */
const REQUESTS = 1000
const MEASURED = '/api/summary'

export interface PressureFigures {
  /** Of somebody signed in, while nobody else asks. */
  readonly idle: Latency
  /** The same beside forged cookies, ever others, and beside exports. */
  readonly besideForged: Latency
  readonly besideExports: Latency
  /** More resident memory of ours than before, in MB, at most. */
  readonly forgedMb: number
  readonly exportsMb: number
  readonly forged: Forged
  readonly exports: Hungry
}

/** What strangers and hungry people cost others: 5,000 forged cookies a second, and 50 exports at once. */
export async function measurePressure(product: Product): Promise<PressureFigures> {
  const { url, cookie, limitedCookie } = product
  const one = () => measure(url, MEASURED, { connections: 1, requests: REQUESTS, cookie })
  await one()
  const idle = await one()
  const forging = (stop: AbortSignal) => apart<Forged>('forger.ts', [url, '/api/session', String(FORGED_PER_SECOND)], stop)
  const besideForged = await beside(product, forging, one)
  const asking = (stop: AbortSignal) => apart<Hungry>('hungry.ts', [url, String(EXPORTS), cookie, limitedCookie], stop)
  const besideExports = await beside(product, asking, one)
  return {
    ...{ idle, forged: besideForged.told, exports: besideExports.told },
    ...{ besideForged: besideForged.latency, besideExports: besideExports.latency },
    ...{ forgedMb: besideForged.moreMb, exportsMb: besideExports.moreMb },
  }
}

/** Limits of what others feel of it. */
export function judgePressure(found: PressureFigures, limits: Limits): void {
  const { idle, besideForged, besideExports, forgedMb, exportsMb } = found
  limits.check('p99 beside 5,000 forged cookies a second', besideForged.p99 / idle.p99, 2, '× idle')
  limits.check('memory beside 5,000 forged cookies a second', forgedMb, 40, 'MB more')
  limits.check('p99 beside 50 exports at once', besideExports.p99 / idle.p99, 2, '× idle')
  limits.check('memory beside 50 exports at once', exportsMb, 40, 'MB more')
}

/** Measures while the load goes on, and how much memory ours takes more meanwhile. The load is whole before this ends. */
async function beside<Told>(
  product: Product,
  load: (stop: AbortSignal) => Promise<Told>,
  measured: () => Promise<Latency>,
): Promise<{ latency: Latency; moreMb: number; told: Told }> {
  const stop = new AbortController()
  const before = residentMb(product.pids())
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(product.pids()))
  }, 100)
  const loading = load(stop.signal)
  const latency = await measured()
  stop.abort()
  const told = await loading
  clearInterval(watch)
  return { latency, moreMb: most - before, told }
}

/** Runs a load in a process of its own until `stop`. @returns the one message that it ever sends */
async function apart<Told>(file: string, args: readonly string[], stop: AbortSignal): Promise<Told> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args)
  stop.addEventListener('abort', () => child.send('stop'), { once: true })
  const [told] = await once(child, 'message')
  // Each of these programs says in its own file what it sends.
  return told as Told
}
