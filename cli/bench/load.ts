import { Pool } from 'undici'

/** Latencies in milliseconds of one kind of request, and requests a second over all connections. */
export interface Latency {
  p50: number
  p95: number
  p99: number
  max: number
  perSecond: number
}

interface Load {
  readonly connections: number
  readonly requests: number
  readonly cookie?: string
}

/** Requests of one kind that follow each other before it is another's turn, for each connection. */
const TURN = 10

/** Sends `requests` requests over `connections` connections, one at a time each; every answer must be a 200. */
export async function measure(origin: string, paths: string | readonly string[], load: Load): Promise<Latency> {
  const { it } = await measureInTurns(origin, { it: typeof paths === 'string' ? [paths] : paths }, load)
  return it
}

/**
 * The same for several kinds, `requests` of each, a few of one kind and then a few of the next: what else the machine does meanwhile
 * is felt by all alike, so their ratios hold where no single figure does.
 */
export async function measureInTurns<Kind extends string>(
  origin: string,
  kinds: Readonly<Record<Kind, readonly string[]>>,
  { connections, requests, cookie }: Load,
): Promise<Record<Kind, Latency>> {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const headers = cookie ? { cookie } : {}
  const measured = (Object.keys(kinds) as Kind[]).map((kind) => ({ kind, times: [] as number[], sent: 0, seconds: 0 }))
  const askUntil = async (one: (typeof measured)[number], end: number) => {
    const paths = kinds[one.kind]
    while (one.sent < end) {
      const path = paths[one.sent++ % paths.length] ?? '/'
      const at = performance.now()
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers })
      await body.arrayBuffer()
      one.times.push(performance.now() - at)
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`)
    }
  }
  const isOne = measured.length === 1
  while (measured.some(({ sent }) => sent < requests)) {
    for (const one of measured) {
      const end = isOne ? requests : Math.min(requests, one.sent + TURN * connections)
      const startedAt = performance.now()
      await Promise.all(Array.from({ length: connections }, () => askUntil(one, end)))
      one.seconds += (performance.now() - startedAt) / 1000
    }
  }
  await pool.close()
  const figures = measured.map(({ kind, times, seconds }) => [kind, { ...spread(times), perSecond: times.length / seconds }])
  // One entry for each kind was made above.
  return Object.fromEntries(figures) as Record<Kind, Latency>
}

/** Median, 95th and 99th percentile and maximum. */
export function spread(times: readonly number[]): { p50: number; p95: number; p99: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
