import { setTimeout as wait } from 'node:timers/promises'

/** Repeats a write while another process holds the store's lock, up to about 5 s, yielding between the tries. */
export async function retryBusy<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (attempt >= TRIES || !isBusy(error)) throw error
      await wait(Math.random() * 60 + 20)
    }
  }
}

const TRIES = 100

/** Prisma says P1008 for a lock that was not given in time; the driver says SQLITE_BUSY. */
function isBusy(error: unknown): boolean {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : ''
  return /P1008|SQLITE_BUSY|database is locked/.test(text)
}
