import { setTimeout as wait } from 'node:timers/promises'
import { DAY_MS } from '#lib/insight/steps.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { measureAgentYears } from './agent-year.ts'
import type { Limits } from './limits.ts'
import { type Latency, measure, measureInTurns } from './load.ts'
import { loopMax } from './passes.ts'
import type { Product } from './product.ts'
import { writeYear } from './year.ts'

/** Each of so many asks is another question, so that nothing is answered from memory. */
const ASKS = 12
/** Enough for a 99th percentile. */
const YEAR_ASKS = 120
/** Of single agents, each another one, over ten connections; a third of it over one. */
const SINGLE_REQUESTS = 900
const LOOP_LINE_MS = 1_200
const HOUR_MS = 3_600_000

/** What is answered from the past and about the whole fleet, after a year in which 3 % of the agents changed every day. */
export async function measurePast(product: Product, agents: number) {
  const now = giveYear(product.database, agents)
  const as = (cookie: string) => (paths: string[]) =>
    measure(product.url, paths, { connections: 1, requests: paths.length, cookie })
  const [whole, limited] = [as(product.cookie), as(product.limitedCookie)]
  const lines: Record<string, string[]> = {
    'evolution, a year': evolutions(now, 300 * DAY_MS, DAY_MS / 2, YEAR_ASKS),
    'evolution, 24 h': evolutions(now, 20 * HOUR_MS, HOUR_MS / 4, ASKS),
    'events, again': Array.from({ length: ASKS }, () => '/api/events'),
    'changes, 20 min': Array.from({ length: ASKS }, (_, i) => `/api/changes?window=10m&at=${iso(now - (i + 2) * HOUR_MS)}`),
    'breakdowns, fresh filters': fresh((i) => `/api/breakdowns?q=${encodeURIComponent(`id>${i} and version<4.1${i % 5}`)}`),
    'strips, 50 agents': fresh((i) => `/api/agents/strips?agents=${someAgents(i, agents)}`),
    'suggestions, fresh filters': fresh((i) => `/api/agents/suggest?field=version&text=&q=${encodeURIComponent(`id>${i}`)}`),
  }
  const out: Record<string, Latency> = {}
  const loopMs = { whole: Number.NaN, limited: Number.NaN }
  for (const [name, ask] of [
    ['whole', whole],
    ['limited', limited],
  ] as const) {
    out[`events, first, ${name}`] = await ask(['/api/events'])
    for (const [line, paths] of Object.entries(lines)) {
      const isYear = line === 'evolution, a year'
      // A line is written once a second: the first must not tell of what was before, and the last has to be there.
      if (isYear) await wait(LOOP_LINE_MS)
      const from = Date.now()
      out[`${line}, ${name}`] = await ask(paths)
      if (!isYear) continue
      const to = Date.now()
      await wait(LOOP_LINE_MS)
      loopMs[name] = loopMax(product.loopFile, from, to)
    }
  }
  // Of single agents, which limited rights may hide; in turns with the empty route, after some that make all of them warm.
  const inTurns = (connections: number, requests: number, from: number) => {
    const single = (path: (i: number) => string) => Array.from({ length: requests }, (_, i) => path(from + i))
    const kinds = {
      empty: ['/api/health'],
      'at a moment': single((i) => `${anAgent(i, agents)}/at?at=${iso(now - (1 + (i % 7000)) * HOUR_MS)}`),
      detail: single((i) => anAgent(i, agents)),
    }
    return measureInTurns(product.url, kinds, { connections, requests, cookie: product.cookie })
  }
  await inTurns(10, SINGLE_REQUESTS, 0)
  const one = await inTurns(1, SINGLE_REQUESTS / 3, SINGLE_REQUESTS)
  const ten = await inTurns(10, SINGLE_REQUESTS, SINGLE_REQUESTS * 2)
  out['history of an agent, a year'] = await whole(fresh((i) => `${anAgent(i, agents)}/history?range=1y`))
  const agentYears = await measureAgentYears(product.database, now)
  out['history of one that never rests, a year'] = await whole(
    fresh((i) => `${anAgent(0, agents)}/history?range=${['1y', '24h', '7d', '30d'][i % 4]}`),
  )
  return { requests: out, single: { one, ten }, agentYears, loopMs }
}

/** Limits of what is answered from the past. */
export function judgePast(
  { requests, single, agentYears, loopMs }: Awaited<ReturnType<typeof measurePast>>,
  limits: Limits,
): void {
  for (const scope of ['whole', 'limited'] as const) {
    limits.check(`evolution of a year, ${scope}, p99`, requests[`evolution, a year, ${scope}`]?.p99 ?? Number.NaN, 40, 'ms')
    limits.check(`the loop meanwhile, ${scope}, longest hold`, loopMs[scope], 50, 'ms')
    limits.check(
      `breakdowns, fresh filters, ${scope}, p50`,
      requests[`breakdowns, fresh filters, ${scope}`]?.p50 ?? Number.NaN,
      60,
      'ms',
    )
  }
  const p50 = (name: string) => requests[name]?.p50 ?? Number.NaN
  for (const [name, most] of [
    ['at a moment', 2],
    ['detail', 1.2],
  ] as const) {
    const { one, ten } = single
    limits.check(`${name} of a fresh agent, one connection`, one[name].p50 / one.empty.p50, most, '× empty')
    limits.check(`${name} of a fresh agent, ten connections`, ten[name].p50 / ten.empty.p50, most, '× empty')
  }
  limits.check('one agent’s year at the store, p99', agentYears.usual.p99, 15, 'ms')
  limits.check('a year of one that never rests at the store, p99', agentYears.restless.p99, 15, 'ms')
  limits.check('its history as a whole, p50', p50('history of one that never rests, a year'), 15, 'ms')
}

/** @returns when it ends */
function giveYear(database: string, agents: number): number {
  const db = openSqlite(database)
  const rows = db.all('SELECT key, agentId FROM Agent ORDER BY key')
  const [first] = db.get(`SELECT min(asOf) FROM Pass WHERE outcome = 'ok'`) ?? []
  const now = Number(first)
  const all = rows.map(([key, id]) => ({ key: Number(key), id: Number(id) }))
  writeYear(db, { manager: 'main', agents: all, changesADay: Math.ceil(agents * 0.03), now, passesMs: DAY_MS })
  db.close()
  return now
}

/** Times that begin a step apart each: none is asked for twice. */
function evolutions(now: number, length: number, step: number, asks: number): string[] {
  const start = (i: number) => now - length - i * step
  return Array.from({ length: asks }, (_, i) => `/api/evolution?from=${iso(start(i))}&to=${iso(start(i) + length)}`)
}

const fresh = (path: (i: number) => string) => Array.from({ length: 60 }, (_, i) => path(i))

function anAgent(i: number, agents: number): string {
  return `/api/agents/main/${String(1 + ((i * 997) % agents)).padStart(3, '0')}`
}

function someAgents(i: number, agents: number): string {
  return Array.from({ length: 50 }, (_, n) => `main/${String(1 + ((i * 997 + n * 13) % agents)).padStart(3, '0')}`).join()
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
