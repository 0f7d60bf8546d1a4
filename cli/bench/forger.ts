import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'

const CONNECTIONS = 32
/** How often the pace is looked after. */
const STEP_MS = 10

/** How many answers of each status came, and how many a second altogether. */
export interface Forged {
  readonly statuses: Readonly<Record<number, number>>
  readonly perSecond: number
}

// A process of its own, so that what it measures elsewhere does not wait for it: forger.ts ORIGIN PATH PER-SECOND, until it is told to stop.
const [origin = '', path = '', pace = ''] = process.argv.slice(2)
const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 })
const statuses: Record<number, number> = {}
let stopped = false
process.once('message', () => {
  stopped = true
})
const startedAt = performance.now()
let sent = 0
let open = 0
while (!stopped) {
  const due = ((performance.now() - startedAt) * Number(pace)) / 1000
  // A server that can't keep up is asked by all connections at once, and by no more.
  while (sent < due && open < CONNECTIONS * 2) void ask(sent++)
  await sleep(STEP_MS)
}
const perSecond = (Object.values(statuses).reduce((a, b) => a + b, 0) / (performance.now() - startedAt)) * 1000
process.send?.({ statuses, perSecond } satisfies Forged, () => process.exit(0))

/** With a cookie that is nobody's and was not sent before. */
async function ask(at: number): Promise<void> {
  open++
  const cookie = `rollcall_session=${Buffer.from(`forged ${at}`.padEnd(32)).toString('base64url')}`
  const { statusCode, body } = await pool.request({ path, method: 'GET', headers: { cookie } })
  await body.dump()
  open--
  statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
}
