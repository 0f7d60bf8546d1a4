import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Limits } from './limits.ts'
import { type Latency, measure } from './load.ts'
import { residentMb } from './processes.ts'
import type { Product } from './product.ts'

const FORGED = 5000
/** What one person's browser would never send, and a script does. */
const FORGED_PER_SECOND = 200
const EXPORTS = 50
const REQUESTS = 600
const MEASURED = '/api/summary'

export interface PressureFigures {
  /** Of somebody signed in, while nobody else asks. */
  readonly idle: Latency
  /** The same beside so many empty requests, and beside as many with forged cookies. */
  readonly besideEmpty: Latency
  readonly besideForged: Latency
  readonly besideExports: Latency
  /** More resident memory of ours than before, in MB, at most. */
  readonly forgedMb: number
  readonly exportsMb: number
  /** Exports that were answered, and that were told to come back. */
  readonly exports: { written: number; refused: number }
}

/** What strangers and hungry people cost others: 5,000 forged cookies, and 50 exports at once. */
export async function measurePressure(product: Product): Promise<PressureFigures> {
  const { url, cookie } = product
  const one = (requests = REQUESTS) => measure(url, MEASURED, { connections: 1, requests, cookie })
  await one()
  const idle = await one()
  const besideEmpty = await beside(product, (stop) => paced(url, '/api/health', stop), one)
  const besideForged = await beside(product, (stop) => paced(url, '/api/session', stop), one)
  const exports = { written: 0, refused: 0 }
  const besideExports = await beside(product, (stop) => exportsAtOnce(product, stop, exports), one)
  return {
    ...{ idle, exports, besideEmpty: besideEmpty.latency, besideForged: besideForged.latency },
    ...{ besideExports: besideExports.latency, forgedMb: besideForged.moreMb, exportsMb: besideExports.moreMb },
  }
}

/** Limits of what others feel of it. */
export function judgePressure(found: PressureFigures, limits: Limits): void {
  const { idle, besideEmpty, besideForged, besideExports, forgedMb, exportsMb } = found
  limits.check('p99 beside 5,000 forged cookies', besideForged.p99 / besideEmpty.p99, 2, '× beside empty requests')
  limits.check('memory beside 5,000 forged cookies', forgedMb, 40, 'MB more')
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

/** So many requests at the same pace, each with another cookie that is of nobody; on until `stop` where they were sent before. */
async function paced(url: string, path: string, stop: AbortSignal): Promise<void> {
  const pool = new Pool(url, { connections: 8, pipelining: 1 })
  const sent: Promise<void>[] = []
  const startedAt = performance.now()
  for (let at = 0; at < FORGED || !stop.aborted; at++) {
    const cookie = `rollcall_session=${Buffer.from(`forged ${at}`.padEnd(32)).toString('base64url')}`
    sent.push(
      pool.request({ path, method: 'GET', headers: { cookie } }).then(async ({ statusCode, body }) => {
        await body.dump()
        if (statusCode !== 200 && statusCode !== 401) throw new Error(`${path} answered ${statusCode}`)
      }),
    )
    const ahead = startedAt + (at / FORGED_PER_SECOND) * 1000 - performance.now()
    if (ahead > 5) await sleep(ahead)
  }
  await Promise.all(sent)
  await pool.close()
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
