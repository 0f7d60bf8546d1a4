import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'

/** Exports that were answered, and that were told to come back. */
export interface Hungry {
  readonly written: number
  readonly refused: number
}

// A process of its own, so that what it measures elsewhere does not wait for it: hungry.ts ORIGIN AT-ONCE COOKIE..., until it is
// told to stop. Of so many who ask for exports at once few get theirs written, again and again; the others come back when they were told to.
const [origin = '', atOnce = '', ...cookies] = process.argv.slice(2)
const pool = new Pool(origin, { connections: Number(atOnce), pipelining: 1 })
const stop = new AbortController()
// Each of those who ask listens to it while they wait.
setMaxListeners(0, stop.signal)
let written = 0
let refused = 0
process.once('message', () => stop.abort())
await Promise.all(Array.from({ length: Number(atOnce) }, (_, at) => ask(cookies[at % cookies.length] ?? '')))
process.send?.({ written, refused } satisfies Hungry, () => process.exit(0))

async function ask(cookie: string): Promise<void> {
  while (!stop.signal.aborted) {
    const { statusCode, headers, body } = await pool.request({ path: '/api/agents/export', method: 'GET', headers: { cookie } })
    await body.dump({ limit: Number.POSITIVE_INFINITY })
    const seconds = Number(headers['retry-after'])
    if (statusCode === 200) written++
    else if (statusCode === 429 && seconds > 0) {
      refused++
      await sleep(seconds * 1000, undefined, { signal: stop.signal }).catch(() => undefined)
    } else throw new Error(`an export answered ${statusCode}`)
  }
}
