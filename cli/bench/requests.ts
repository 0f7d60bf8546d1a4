import { SORTABLE_FIELDS } from '#lib/query/fields.ts'
import type { Limits } from './limits.ts'
import { type Latency, measure, measureInTurns, spread } from './load.ts'
import { EXPORT_COLS } from './raw-driver.ts'

/** A fixed set of filters, from none to several terms with a substring, so that runs can be compared. */
const FILTERS = [
  '',
  'status=disconnected',
  'status!=active',
  'group_config_status="not synced"',
  'os.platform=windows',
  'version<4.14',
  'group=default',
  'silentFor>1d',
  'web',
  'status=active and os.platform~u and version>=4.10 and name~1',
  'not (status=active or status=pending) and enrolledFor>30d',
  'ip~10.2',
]
const DETAIL = '/api/agents/main/001'
const PAIR_REQUESTS = 60
/** The slowest pairs are measured again at length: one pass of the collector in between makes any of them look slow. */
const WORST_PAIRS = 12
const WORST_REQUESTS = 600

export interface ListFigures {
  latencies: Record<string, Latency> & { empty1: Latency; empty10: Latency }
  /** Every sortable field, both directions, times every filter, 10 connections: p50 as a ratio to the empty route. */
  pairs: { count: number; median: number; worst: number; worstPath: string }
  /** The first request of each pair, alone: nothing of it was computed before. */
  firstAsk: { p50: number; p95: number; max: number }
}

/** Every read route of a running product, signed in. */
export async function measureRequests(origin: string, cookie: string): Promise<ListFigures> {
  const one = (path: string | string[], requests = 300) => measure(origin, path, { connections: 1, requests, cookie })
  const ten = (path: string, requests = 1500) => measure(origin, path, { connections: 10, requests, cookie })
  for (const path of ['/api/health', '/api/agents', '/api/summary', DETAIL]) await ten(path, 1000)
  const latencies = {
    ...(await measureInTurns(
      origin,
      { empty1: ['/api/health'], summary1: ['/api/summary'], detail1: [DETAIL], list1: ['/api/agents'] },
      { connections: 1, requests: 600, cookie },
    )),
    ...(await measureInTurns(
      origin,
      {
        ...{ empty10: ['/api/health'], summary10: ['/api/summary'], detail10: [DETAIL], list10: ['/api/agents'] },
        lastPage10: ['/api/agents?before=end'],
      },
      { connections: 10, requests: 1500, cookie },
    )),
    export1: await one(`/api/agents/export?cols=${EXPORT_COLS}`, 8),
    freshTotals1: await one(freshFilters(), 120),
    freshSubstrings1: await one(freshWords(), 60),
  }
  const first: number[] = []
  const timed: { path: string; p50: number }[] = []
  for (const path of pairPaths()) {
    first.push((await one(path, 1)).p50)
    timed.push({ path, p50: (await ten(path, PAIR_REQUESTS)).p50 })
  }
  timed.sort((a, b) => b.p50 - a.p50)
  for (const pair of timed.slice(0, WORST_PAIRS)) pair.p50 = (await ten(pair.path, WORST_REQUESTS)).p50
  const worst = timed.slice(0, WORST_PAIRS).reduce((a, b) => (b.p50 > a.p50 ? b : a))
  const base = Math.min(latencies.empty10.p50, (await ten('/api/health')).p50)
  return {
    latencies,
    pairs: {
      count: timed.length,
      median: spread(timed.map(({ p50 }) => p50)).p50 / base,
      worst: worst.p50 / base,
      worstPath: worst.path,
    },
    firstAsk: spread(first),
  }
}

/** Limits of the list and its counts. @param rawExportMs the same lines written straight from the driver */
export function judgeRequests({ latencies, pairs }: ListFigures, rawExportMs: number, limits: Limits): void {
  const p50 = (name: string) => latencies[name]?.p50 ?? Number.NaN
  const { empty1, empty10 } = latencies
  limits.check('summary, one connection', p50('summary1') / empty1.p50, 1.3, '× empty')
  limits.check('summary, ten connections', p50('summary10') / empty10.p50, 1.3, '× empty')
  limits.check('list, one connection', p50('list1') / empty1.p50, 2, '× empty')
  limits.check('list, ten connections', p50('list10') / empty10.p50, 2, '× empty')
  limits.check('detail, one connection', p50('detail1') / empty1.p50, 1.2, '× empty')
  limits.check('detail, ten connections', p50('detail10') / empty10.p50, 1.2, '× empty')
  limits.check('worst pair of sort and filter', pairs.worst, 2, '× empty')
  limits.check('last page', p50('lastPage10') / p50('list10'), 1.5, '× first page')
  limits.check('total of a fresh filter', p50('freshTotals1'), 60, 'ms')
  limits.check('export', p50('export1') / rawExportMs, 3, '× raw driver')
}

function pairPaths(): string[] {
  return SORTABLE_FIELDS.flatMap((field) =>
    ['', '-'].flatMap((sign) => FILTERS.map((q) => `/api/agents?sort=${sign}${field}&q=${encodeURIComponent(q)}`)),
  )
}

function freshFilters(): string[] {
  return Array.from({ length: 120 }, (_, i) => {
    const q = `silentFor>${i + 17}s and (os.platform~u or version<4.${i % 15}) and id>${i}`
    return `/api/summary?q=${encodeURIComponent(q)}`
  })
}

function freshWords(): string[] {
  return Array.from({ length: 60 }, (_, i) => `/api/agents?q=${(i + 10) * 7}`)
}
