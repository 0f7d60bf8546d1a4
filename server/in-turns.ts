import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Steps } from '#lib/agent/steps.ts'

/** Longest stretch of work within one turn of the event loop; a step adds less than a millisecond. */
const TURN_MS = 6

/** Runs work a few milliseconds at a time, so that requests are answered meanwhile. */
export async function inTurns<T>(work: Steps<T>): Promise<T> {
  for (let until = performance.now() + TURN_MS; ; ) {
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() < until) continue
    await nextTurn()
    until = performance.now() + TURN_MS
  }
}
