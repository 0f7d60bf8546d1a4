import { ServiceError } from './errors.ts'
import { Places } from './places.ts'

/**
 * Requests under way at once. A page with all of its sections asks some 15 things; of strangers one address may stand for many people.
 * What all strangers together may have leaves most places to whoever is signed in. Streams and exports have limits of their own: their
 * requests are over, here, once they begin.
 */
export const REQUEST_LIMITS = { session: 100, address: 100, strangers: 200, all: 1000 } as const
const RETRY_SECONDS = 2

/** The place of one request. */
export interface RequestPlace {
  /** Says who it is from, once that is known. @param holder of a session or screen; `null` for strangers @throws ServiceError `too_many_requests`, `too_busy` */
  belongsTo(holder: string | null): void
  leave(): void
}

/** Places for requests, so that nobody, by mistake or on purpose, has so many under way that others find the process full. */
export class RequestPlaces {
  readonly #all = new Places({ each: REQUEST_LIMITS.all, all: REQUEST_LIMITS.all })
  readonly #known = new Places({ each: REQUEST_LIMITS.session, all: REQUEST_LIMITS.all })
  readonly #strangers = new Places({ each: REQUEST_LIMITS.address, all: REQUEST_LIMITS.strangers })

  /** @param address of the peer @throws ServiceError `too_busy` */
  arrive(address: string): RequestPlace {
    const place = this.#all.take('')
    if (typeof place !== 'function') throw busy()
    let own: (() => void) | null = null
    return {
      belongsTo: (holder) => {
        const found = holder === null ? this.#strangers.take(address) : this.#known.take(holder)
        if (found === 'all') throw busy()
        if (found === 'each') throw tooMany(holder)
        own = found
      },
      leave: () => {
        own?.()
        place()
      },
    }
  }
}

function busy(): ServiceError {
  return new ServiceError('too_busy', 'The dashboard has as many requests under way as it takes. Try again in a moment.', {
    retryAfterSeconds: RETRY_SECONDS,
  })
}

function tooMany(holder: string | null): ServiceError {
  const [whose, most] = holder === null ? ['Your address', REQUEST_LIMITS.address] : ['You', REQUEST_LIMITS.session]
  const detail = `${whose} ${holder === null ? 'has' : 'have'} ${most} requests under way. Try again when some are answered.`
  return new ServiceError('too_many_requests', detail, { retryAfterSeconds: RETRY_SECONDS })
}
