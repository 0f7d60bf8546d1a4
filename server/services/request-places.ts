import { ServiceError } from './errors.ts'
import { Places } from './places.ts'

interface RequestLimits {
  readonly session: number
  readonly address: number
  readonly strangers: number
  readonly all: number
}

/**
 * Requests under way at once. A page with all of its sections asks some 15 things; of strangers one address may stand for many people.
 * What all strangers together may have leaves most places to whoever is signed in. Streams and exports have limits of their own: their
 * requests are over, here, once they begin.
 */
export const REQUEST_LIMITS: RequestLimits = { session: 100, address: 100, strangers: 200, all: 1000 }

/** Pages being made at once: each takes the thread for some ten milliseconds, so that all of these are two or three seconds of everybody's wait. */
export const PAGE_LIMITS: RequestLimits = { session: 20, address: 20, strangers: 60, all: 200 }

const RETRY_SECONDS = 2

/** The place of one request. */
export interface RequestPlace {
  /** Says who it is from, once that is known. @param holder of a session or screen; `null` for strangers @throws ServiceError `too_many_requests`, `too_busy` */
  belongsTo(holder: string | null): void
  leave(): void
}

/** Places for requests, so that nobody, by mistake or on purpose, has so many under way that others find the process full. */
export class RequestPlaces {
  readonly #limits: RequestLimits
  readonly #all: Places
  readonly #known: Places
  readonly #strangers: Places

  constructor(limits = REQUEST_LIMITS) {
    this.#limits = limits
    this.#all = new Places({ each: limits.all, all: limits.all })
    this.#known = new Places({ each: limits.session, all: limits.all })
    this.#strangers = new Places({ each: limits.address, all: limits.strangers })
  }

  /** @param address of the peer @throws ServiceError `too_busy` */
  arrive(address: string): RequestPlace {
    const place = this.#all.take('')
    if (typeof place !== 'function') throw busy()
    let own: (() => void) | null = null
    return {
      belongsTo: (holder) => {
        const found = holder === null ? this.#strangers.take(address) : this.#known.take(holder)
        if (found === 'all') throw busy()
        if (found === 'each') throw tooMany(holder, this.#limits)
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

function tooMany(holder: string | null, { address, session }: RequestLimits): ServiceError {
  const [whose, most] = holder === null ? ['Your address', address] : ['You', session]
  const detail = `${whose} ${holder === null ? 'has' : 'have'} ${most} requests under way. Try again when some are answered.`
  return new ServiceError('too_many_requests', detail, { retryAfterSeconds: RETRY_SECONDS })
}
