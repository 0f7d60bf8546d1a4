import { Pool } from 'undici'

/** Exports that were answered, and that were told to come back. */
export interface Hungry {
  readonly written: number
  readonly refused: number
}

// A process of its own, so that what it measures elsewhere does not wait for it: hungry.ts ORIGIN AT-ONCE COOKIE..., until it is
// told to stop. Whoever asks for so many exports at once gets few written; the others are told when to come back.
const [origin = '', atOnce = '', ...cookies] = process.argv.slice(2)
const pool = new Pool(origin, { connections: Number(atOnce), pipelining: 1 })
let stopped = false
let written = 0
let refused = 0
process.once('message', () => {
  stopped = true
})
while (!stopped) await Promise.all(Array.from({ length: Number(atOnce) }, (_, at) => ask(cookies[at % cookies.length] ?? '')))
process.send?.({ written, refused } satisfies Hungry, () => process.exit(0))

async function ask(cookie: string): Promise<void> {
  const { statusCode, headers, body } = await pool.request({ path: '/api/agents/export', method: 'GET', headers: { cookie } })
  await body.dump({ limit: Number.POSITIVE_INFINITY })
  if (statusCode === 200) written++
  else if (statusCode === 429 && Number(headers['retry-after']) > 0) refused++
  else throw new Error(`an export answered ${statusCode}`)
}
