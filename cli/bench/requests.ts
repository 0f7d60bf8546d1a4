import { SORTABLE_FIELDS } from '#lib/query/fields.ts'
import { type Latency, measure } from './load.ts'

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
const PAIR_REQUESTS = 60

export interface ListFigures {
  empty1: Latency
  empty10: Latency
  summary1: Latency
  summary10: Latency
  detail1: Latency
  detail10: Latency
  list1: Latency
  list10: Latency
  lastPage10: Latency
  /** Every sortable field, both directions, times every filter, 10 connections: the worst p50 as a ratio to the empty route. */
  worstPair: { path: string; p50: number; ratio: number }
  medianPairRatio: number
  /** Filters that were never asked before: exact totals, one after the other. */
  freshTotals: Latency
  freshSubstrings: Latency
}

/** Every read route of a running product, signed in. */
export async function measureRequests(origin: string, cookie: string): Promise<ListFigures> {
  const one = (path: string, requests = 300) => measure(origin, path, { connections: 1, requests, cookie })
  const ten = (path: string, requests = 1500) => measure(origin, path, { connections: 10, requests, cookie })
  await ten('/api/health', 1000)
  await ten('/api/agents', 1000)
  const empty1 = await one('/api/health')
  const empty10 = await ten('/api/health')
  const pairs: { path: string; p50: number; ratio: number }[] = []
  for (const field of SORTABLE_FIELDS) {
    for (const sign of ['', '-']) {
      for (const q of FILTERS) {
        const path = `/api/agents?sort=${sign}${field}&q=${encodeURIComponent(q)}`
        await measure(origin, path, { connections: 1, requests: 1, cookie })
        const { p50 } = await ten(path, PAIR_REQUESTS)
        pairs.push({ path, p50, ratio: p50 / empty10.p50 })
      }
    }
  }
  pairs.sort((a, b) => b.ratio - a.ratio)
  const worstPair = pairs[0] ?? { path: '', p50: Number.NaN, ratio: Number.NaN }
  return {
    empty1,
    empty10,
    summary1: await one('/api/summary'),
    summary10: await ten('/api/summary'),
    detail1: await one('/api/agents/demo/001'),
    detail10: await ten('/api/agents/demo/001'),
    list1: await one('/api/agents'),
    list10: await ten('/api/agents'),
    lastPage10: await ten('/api/agents?before=end'),
    worstPair,
    medianPairRatio: pairs[Math.floor(pairs.length / 2)]?.ratio ?? Number.NaN,
    freshTotals: await measure(origin, freshFilters(), { connections: 1, requests: 120, cookie }),
    freshSubstrings: await measure(origin, freshWords(), { connections: 1, requests: 60, cookie }),
  }
}

function freshFilters(): string[] {
  return Array.from(
    { length: 120 },
    (_, i) =>
      `/api/summary?q=${encodeURIComponent(`silentFor>${i + 17}s and (os.platform~u or version<4.${i % 15}) and id>${i}`)}`,
  )
}

function freshWords(): string[] {
  return Array.from({ length: 60 }, (_, i) => `/api/agents?q=${encodeURIComponent(`${(i + 10) * 7}`)}`)
}
