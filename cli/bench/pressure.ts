import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { besideProduct, onOwnCores } from './cores.ts'
import type { Forged } from './forger.ts'
import type { Hungry } from './hungry.ts'
import type { Limits } from './limits.ts'
import { measure, spread } from './load.ts'
import { residentMb } from './processes.ts'
import type { Product } from './product.ts'

const FORGED_PER_SECOND = 5000
const EXPORTS = 50
/** Enough that a 99th percentile is not one collection of garbage. */
const REQUESTS = 500
const WARM_UPS = 3
const RUNS = 5
const MEASURED = '/api/summary'

/** Of several runs, in ms: the median and the worst of their 99th percentiles, and the median of their medians. */
export interface Runs {
  readonly p50: number
  readonly p99: number
  readonly worstP99: number
}

export interface PressureFigures {
  /** Of somebody signed in, while nobody else asks. */
  readonly idle: Runs
  /**
   * The same while another program has part of the core: one that wants all of it, and a bare server of Node that answers as many forged
   * cookies with 401. What these cost is the machine's; no answer of ours can cost less than the second.
   */
  readonly besideBurner: Runs
  readonly besideBare: Runs
  /** The same beside forged cookies, ever others, and beside exports. */
  readonly besideForged: Runs
  readonly besideExports: Runs
  /** More resident memory of ours than before, in MB, at most. */
  readonly forgedMb: number
  readonly exportsMb: number
  readonly forged: Forged
  readonly exports: Hungry
}

/** What strangers and hungry people cost others: 5,000 forged cookies a second, and 50 exports at once. */
export function measurePressure(product: Product): Promise<PressureFigures> {
  return onOwnCores({ answering: product.pids(), asking: [product.demoPid] }, async () => {
    const { url, cookie, limitedCookie } = product
    await runs(product, WARM_UPS)
    const idle = await runs(product)
    const forge = (origin: string) => startApart('forger.ts', [origin, '/api/session', String(FORGED_PER_SECOND)])
    const burner = startApart('burner.ts')
    besideProduct(burner.pid)
    const besideBurner = await runs(product)
    burner.send('stop')
    const bare = startApart('bare.ts')
    besideProduct(bare.pid)
    const besideBare = await beside<Forged>(product, forge(`http://127.0.0.1:${await told<number>(bare)}`))
    bare.send('stop')
    const besideForged = await beside<Forged>(product, forge(url))
    const hungry = startApart('hungry.ts', [url, String(EXPORTS), cookie, limitedCookie])
    const besideExports = await beside<Hungry>(product, hungry)
    return {
      ...{ idle, besideBurner, besideBare: besideBare.runs, forged: besideForged.told, exports: besideExports.told },
      ...{ besideForged: besideForged.runs, besideExports: besideExports.runs },
      ...{ forgedMb: besideForged.moreMb, exportsMb: besideExports.moreMb },
    }
  })
}

/** Limits of what others feel of it. */
export function judgePressure(found: PressureFigures, limits: Limits): void {
  const { idle, besideBare, besideForged, besideExports, forgedMb, exportsMb } = found
  limits.check('p99 beside 5,000 forged cookies a second', besideForged.p99 / idle.p99, 2, '× idle')
  limits.check('the same, to as many at a bare server beside us', besideForged.p99 / besideBare.p99, 1.5, '× bare')
  limits.check('memory beside 5,000 forged cookies a second', forgedMb, 40, 'MB more')
  limits.check('p99 beside 50 exports at once', besideExports.p99 / idle.p99, 2, '× idle')
  limits.check('memory beside 50 exports at once', exportsMb, 40, 'MB more')
}

async function runs({ url, cookie }: Product, count = RUNS): Promise<Runs> {
  const found = []
  for (let i = 0; i < count; i++) found.push(await measure(url, MEASURED, { connections: 1, requests: REQUESTS, cookie }))
  const p99s = spread(found.map(({ p99 }) => p99))
  return { p50: spread(found.map(({ p50 }) => p50)).p50, p99: p99s.p50, worstP99: p99s.max }
}

/** Measures while a load goes on, and how much memory ours takes more meanwhile. The load is whole before this ends. */
async function beside<Told>(product: Product, load: ChildProcess): Promise<{ runs: Runs; moreMb: number; told: Told }> {
  const before = residentMb(product.pids())
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(product.pids()))
  }, 100)
  const found = await runs(product)
  load.send('stop')
  const said = await told<Told>(load)
  clearInterval(watch)
  return { runs: found, moreMb: most - before, told: said }
}

/** A program of this folder in a process of its own, so that what is measured does not wait for it. It ends when it is sent something. */
function startApart(file: string, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args)
}

/** The one message that such a program sends. */
async function told<Told>(child: ChildProcess): Promise<Told> {
  const [said] = await once(child, 'message')
  // Each of these programs says in its own file what it sends.
  return said as Told
}
