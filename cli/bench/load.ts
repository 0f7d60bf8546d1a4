import { Pool } from 'undici'

/** Latencies in milliseconds of one kind of request, and requests a second over all connections. */
export interface Latency {
  p50: number
  p95: number
  p99: number
  max: number
  perSecond: number
}

/** Sends `requests` requests over `connections` connections, one at a time each; every answer must be a 200. */
export async function measure(
  origin: string,
  paths: string | readonly string[],
  { connections, requests, cookie }: { connections: number; requests: number; cookie?: string },
): Promise<Latency> {
  const list = typeof paths === 'string' ? [paths] : paths
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const times: number[] = []
  let sent = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (sent < requests) {
        const path = list[sent++ % list.length] ?? '/'
        const at = performance.now()
        const { statusCode, body } = await pool.request({ path, method: 'GET', headers: cookie ? { cookie } : {} })
        await body.arrayBuffer()
        times.push(performance.now() - at)
        if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  await pool.close()
  return { ...spread(times), perSecond: times.length / seconds }
}

/** Median, 95th and 99th percentile and maximum. */
export function spread(times: readonly number[]): { p50: number; p95: number; p99: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
