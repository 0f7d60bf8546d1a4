import { ServiceError } from '../errors.ts'
import { Places } from '../places.ts'

/** Files that one person, and all together, may have written at once: each keeps a snapshot and some of the thread. */
export const EXPORTS_PER_PERSON = 2
export const EXPORTS_MAX = 6
const RETRY_SECONDS = 5

/** Places for exports. Whoever finds none is told to come back rather than made to wait. */
export class ExportPlaces {
  readonly #places = new Places({ each: EXPORTS_PER_PERSON, all: EXPORTS_MAX })

  /** Takes a place. @returns gives it back, however often it is called @throws ServiceError `too_many_requests` */
  take({ manager, username }: { manager: string; username: string }): () => void {
    const place = this.#places.take(JSON.stringify([manager, username]))
    if (typeof place === 'function') return place
    const whose = place === 'each' ? `You have ${EXPORTS_PER_PERSON} exports under way` : `${EXPORTS_MAX} exports are under way`
    throw new ServiceError('too_many_requests', `${whose}. Try again when one is done.`, { retryAfterSeconds: RETRY_SECONDS })
  }
}
