// For the bench: writes how long the event loop of this process was held up, once a second, until the process ends.
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5

/** Appends lines `{"at": epoch ms, "maxMs": longest delay of this second}` to `file`. */
export function measureLoop(file) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  setInterval(() => {
    // The histogram counts the timer's own period as delay.
    const maxMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS)
    delay.reset()
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), maxMs: Math.round(maxMs * 10) / 10 })}\n`)
  }, 1000).unref()
}
