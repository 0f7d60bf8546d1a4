import type { Clock } from '#server/clock.ts'

export interface Part {
  /** Resolves with the exit code. */
  readonly ended: Promise<unknown>
  /** Asks it to end. */
  stop(): void
  /** Ends it at once, whatever it is doing. */
  kill(): void
}

interface Options {
  clock: Clock
  /** Its abort ends the part for good. */
  signal: AbortSignal
  /** How long it may take to end when asked, in milliseconds. */
  graceMs: number
  start: () => Part
  /** Whether this exit code says that trying again is of no use. */
  isFinal?: (code: unknown) => boolean
  say: (line: string) => void
}

const FIRST_RESTART_MS = 1_000
const SLOWEST_RESTART_MS = 30_000
/** A part that ran this long was well; its next restart is a quick one again. */
const STEADY_MS = 60_000

/**
 * Starts a part and starts it again, ever more slowly (1 s to 30 s), when it ends by itself.
 * @returns `failed` with the exit code when it ended for a reason that a restart can't mend, `done` when it has ended for good
 */
export function keepRunning(name: string, options: Options): { failed: Promise<number>; done: Promise<void> } {
  const { clock, signal, graceMs, start, isFinal = () => false, say } = options
  let fail: (code: number) => void = () => undefined
  const failed = new Promise<number>((resolve) => {
    fail = resolve
  })
  return { failed, done: loop() }

  async function loop() {
    let delayMs = FIRST_RESTART_MS
    while (!signal.aborted) {
      const startedAt = clock.now()
      const code = await untilEnded(start())
      if (signal.aborted) return
      if (isFinal(code)) return fail(Number(code))
      if (clock.now() - startedAt >= STEADY_MS) delayMs = FIRST_RESTART_MS
      say(`${name} ended with code ${String(code)}, starting it again in ${delayMs / 1000} s`)
      await clock.sleep(delayMs, signal)
      delayMs = Math.min(delayMs * 2, SLOWEST_RESTART_MS)
    }
  }

  async function untilEnded(part: Part): Promise<unknown> {
    const over = new AbortController()
    const stop = () => {
      part.stop()
      void clock.sleep(graceMs, over.signal).then(() => over.signal.aborted || part.kill())
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    const code = await part.ended
    signal.removeEventListener('abort', stop)
    over.abort()
    return code
  }
}
