import { ServiceError } from '../errors.ts'

/** Files that one person, and all together, may have written at once: each keeps a snapshot and some of the thread. */
export const EXPORTS_PER_PERSON = 2
export const EXPORTS_MAX = 6
const RETRY_SECONDS = 5

/** Places for exports. Whoever finds none is told to come back rather than made to wait. */
export class ExportPlaces {
  readonly #taken = new Map<string, number>()
  #all = 0

  /** Takes a place. @returns gives it back, however often it is called @throws ServiceError `too_many_requests` */
  take({ manager, username }: { manager: string; username: string }): () => void {
    const key = JSON.stringify([manager, username])
    const own = this.#taken.get(key) ?? 0
    if (own >= EXPORTS_PER_PERSON || this.#all >= EXPORTS_MAX) {
      const whose = own >= EXPORTS_PER_PERSON ? `You have ${own} exports under way` : `${this.#all} exports are under way`
      throw new ServiceError('too_many_requests', `${whose}. Try again when one is done.`, { retryAfterSeconds: RETRY_SECONDS })
    }
    this.#taken.set(key, own + 1)
    this.#all++
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#all--
      const left = (this.#taken.get(key) ?? 1) - 1
      if (left > 0) this.#taken.set(key, left)
      else this.#taken.delete(key)
    }
  }
}
