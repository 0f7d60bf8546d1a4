import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '#server/clock.ts'

/** Waits for what comes when it comes. @throws when it has not come in five minutes */
export async function until(condition: () => boolean): Promise<void> {
  const end = systemClock.now() + 300_000
  while (!condition()) {
    if (systemClock.now() > end) throw new Error('waited five minutes in vain')
    await wait(2)
  }
}
