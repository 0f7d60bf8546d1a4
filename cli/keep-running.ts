import { systemClock } from '#server/clock.ts'

interface Part {
  /** Resolves with the exit code. */
  ended: Promise<unknown>
  stop(): void
}

/** A part that ends with this code said why itself, and trying again would say it again. */
const CONFIGURATION_EXIT = 78
const SLOWEST_RESTART_MS = 30_000

/**
 * Starts a part and starts it again, ever more slowly, when it ends by itself.
 * @returns `failed` with the exit code when it ended for a reason that a restart can't mend, `done` when it has ended for good
 */
export function keepRunning(
  name: string,
  signal: AbortSignal,
  start: () => Part,
): { failed: Promise<number>; done: Promise<void> } {
  let fail: (code: number) => void = () => undefined
  const failed = new Promise<number>((resolve) => {
    fail = resolve
  })
  const done = loop()
  return { failed, done }

  async function loop() {
    let delayMs = 500
    while (!signal.aborted) {
      const startedAt = Date.now()
      const part = start()
      const stop = () => part.stop()
      signal.addEventListener('abort', stop, { once: true })
      const code = await part.ended
      signal.removeEventListener('abort', stop)
      if (signal.aborted) return
      if (code === CONFIGURATION_EXIT) return fail(CONFIGURATION_EXIT)
      delayMs = Date.now() - startedAt > 60_000 ? 500 : Math.min(delayMs * 2, SLOWEST_RESTART_MS)
      console.error(`rollcall: ${name} ended with code ${String(code)}, starting it again in ${delayMs / 1000} s`)
      await systemClock.sleep(delayMs, signal)
    }
  }
}
