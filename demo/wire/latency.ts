/** How long the real manager takes, as measured: it works on one request at a time, and signs in two. */
const AGENT_MS = 0.0033
const ROW_MS = 0.08
const SIGN_IN_MS = 400
const SIGN_INS_AT_ONCE = 2

/** Milliseconds after which the manager gives a request up, unless it was told to wait for the end. */
export const REQUEST_TIMEOUT_MS = 10_000

export interface Latency {
  /** Milliseconds from now until a request over so many agents, which gives so many rows, is done. */
  request(agents: number, rows: number): number
  /** The same for a sign-in. */
  signIn(): number
}

/** Keeps the queues of a manager; `now` is in milliseconds and only ever grows. */
export function openLatency(now: () => number = () => performance.now()): Latency {
  const local = [0]
  const authentication = Array.from({ length: SIGN_INS_AT_ONCE }, () => 0)
  /** The first worker that is free takes the work. */
  const enqueue = (workers: number[], ms: number): number => {
    const first = workers.indexOf(Math.min(...workers))
    const at = now()
    const end = Math.max(at, workers[first] ?? 0) + ms
    workers[first] = end
    return end - at
  }
  return {
    request: (agents, rows) => enqueue(local, agents * AGENT_MS + rows * ROW_MS),
    signIn: () => enqueue(authentication, SIGN_IN_MS),
  }
}
