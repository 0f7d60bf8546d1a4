import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import type { Forged } from './forger.ts'
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
  /** Exports that were answered, and that were told to come back. */
  readonly exports: { written: number; refused: number }
}

/** What strangers and hungry people cost others: 5,000 forged cookies a second, and 50 exports at once. */
export async function measurePressure(product: Product): Promise<PressureFigures> {
  const { url, cookie } = product
  const one = () => measure(url, MEASURED, { connections: 1, requests: REQUESTS, cookie })
  await one()
  const idle = await one()
  let forged: Forged = { statuses: {}, perSecond: 0 }
  const besideForged = await beside(
    product,
    async (stop) => {
      forged = await forge(url, stop)
    },
    one,
  )
  const exports = { written: 0, refused: 0 }
  const besideExports = await beside(product, (stop) => exportsAtOnce(product, stop, exports), one)
  return {
    ...{ idle, forged, exports, besideForged: besideForged.latency, besideExports: besideExports.latency },
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
async function beside(
  product: Product,
  load: (stop: AbortSignal) => Promise<void>,
  measured: () => Promise<Latency>,
): Promise<{ latency: Latency; moreMb: number }> {
  const stop = new AbortController()
  const before = residentMb(product.pids())
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(product.pids()))
  }, 100)
  const loading = load(stop.signal)
  const latency = await measured()
  stop.abort()
  await loading
  clearInterval(watch)
  return { latency, moreMb: most - before }
}

async function forge(url: string, stop: AbortSignal): Promise<Forged> {
  const child = fork(fileURLToPath(new URL('forger.ts', import.meta.url)), [url, '/api/session', String(FORGED_PER_SECOND)])
  stop.addEventListener('abort', () => child.send('stop'), { once: true })
  const [told] = await once(child, 'message')
  // The one message that it ever sends.
  return told as Forged
}

/** Fifty exports at once, and again until `stop`: few are written, the others are told when to come back. */
async function exportsAtOnce({ url, cookie, limitedCookie }: Product, stop: AbortSignal, counts: PressureFigures['exports']) {
  const pool = new Pool(url, { connections: EXPORTS, pipelining: 1 })
  while (!stop.aborted) {
    const one = async (_: unknown, at: number) => {
      const headers = { cookie: at % 2 === 0 ? cookie : limitedCookie }
      const { statusCode, headers: told, body } = await pool.request({ path: '/api/agents/export', method: 'GET', headers })
      await body.dump({ limit: Number.POSITIVE_INFINITY })
      if (statusCode === 200) counts.written++
      else if (statusCode === 429 && Number(told['retry-after']) > 0) counts.refused++
      else throw new Error(`an export answered ${statusCode}`)
    }
    await Promise.all(Array.from({ length: EXPORTS }, one))
  }
  await pool.close()
}
