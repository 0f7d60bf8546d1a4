import { setTimeout as wait } from 'node:timers/promises'
import { sqliteProblem } from './sqlite.ts'

/** Repeats a write while another process holds the store's lock, up to about 5 s, yielding between the tries. */
export async function retryBusy<T>(write: () => T): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return write()
    } catch (error) {
      if (attempt >= TRIES || sqliteProblem(error).kind !== 'locked') throw error
      await wait(Math.random() * 60 + 20)
    }
  }
}

const TRIES = 100
