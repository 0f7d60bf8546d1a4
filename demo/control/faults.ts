import { chance } from '../fleet/hash.ts'

/** Where and how often a fault strikes; everywhere and always when nothing is said. */
interface Scope {
  /** Only requests whose path starts like this. */
  readonly path?: string
  /** Only so many times, then never again. */
  readonly times?: number
  /** Only this share of the requests, drawn from a fixed sequence. */
  readonly share?: number
}

/** Something that goes wrong between the manager and its client. Whole lines that go wrong are in `line.ts`. */
export type Fault = Scope &
  (
    | { readonly kind: 'slow'; readonly ms: number }
    /** The answer comes byte by byte, one a second when nothing is said. */
    | { readonly kind: 'drip'; readonly bytesPerSecond?: number }
    /** The connection ends without an answer. */
    | { readonly kind: 'drop' }
    /** The request is taken and never answered. */
    | { readonly kind: 'silence' }
    /** 500 without a number, or 502 and 503 as a proxy in between has them. */
    | { readonly kind: 'broken'; readonly status?: 500 | 502 | 503 }
    /** 429 with error 6001. */
    | { readonly kind: 'too-many' }
    /** 500 with error 3021, on list calls with a larger `limit` only when one is given. */
    | { readonly kind: 'timeout'; readonly aboveLimit?: number }
    /** 500 with error 1017: a daemon is not running. */
    | { readonly kind: 'not-ready' }
    /** 401 on calls with a token. */
    | { readonly kind: 'expired' }
    /** 403 with error 6000 on sign-ins. */
    | { readonly kind: 'login-block' }
    | { readonly kind: 'redirect'; readonly to: string }
    | { readonly kind: 'garbage'; readonly as: Garbage }
    /** A body that is far larger than it looks or should be; a gigabyte when nothing is said. */
    | { readonly kind: 'flood'; readonly as: 'stream' | 'gzip-bomb'; readonly bytes?: number }
    /** Every seventh agent of a page, or every `every`th, is spoilt. */
    | { readonly kind: 'bad-rows'; readonly as: BadRow; readonly every?: number }
    /** Some agents of each page have a status nobody knows. */
    | { readonly kind: 'unknown-status' }
    /** `total_affected_items` is off by so many. */
    | { readonly kind: 'lying-total'; readonly by: number }
    /** The summary of statuses has so many active agents more than the list. */
    | { readonly kind: 'lying-summary'; readonly by: number }
    | { readonly kind: 'empty-page' }
    /** Every second agent is left out of pages and totals. */
    | { readonly kind: 'missing-half' }
  )

export const garbageKinds = [
  'html',
  'truncated',
  'wrong-type',
  'wrong-content-type',
  'empty',
  'bad-utf8',
  'duplicate-keys',
  'deep',
] as const
export type Garbage = (typeof garbageKinds)[number]

export const badRowKinds = [
  'dates',
  'negative-id',
  'huge-name',
  'no-id',
  'manager-again',
  'not-an-object',
  'wrong-types',
] as const
export type BadRow = (typeof badRowKinds)[number]

const names: Readonly<Record<Fault['kind'], readonly string[]>> = {
  slow: [],
  drip: [],
  drop: [],
  silence: [],
  broken: [],
  'too-many': [],
  timeout: [],
  'not-ready': [],
  expired: [],
  'login-block': [],
  redirect: [],
  garbage: garbageKinds,
  flood: ['stream', 'gzip-bomb'],
  'bad-rows': badRowKinds,
  'unknown-status': [],
  'lying-total': [],
  'lying-summary': [],
  'empty-page': [],
  'missing-half': [],
}

/**
 * Takes a fault from the control port. Its other members are only read by the code of its kind, as they come.
 * @throws Error with the names there are
 */
export function readFault(body: Readonly<Record<string, unknown>>): Fault {
  const kind = String(body.kind)
  const forms = Object.entries(names).find(([name]) => name === kind)?.[1]
  if (!forms) throw new Error(`no such fault: ${kind}; one of ${Object.keys(names).join(', ')}`)
  if (forms.length > 0 && !forms.includes(String(body.as))) throw new Error(`as is one of ${forms.join(', ')}`)
  return body as unknown as Fault
}

export interface FaultDesk {
  inject(fault: Fault): number
  /** Ends one fault, or all. */
  clear(id?: number): void
  list(): readonly { readonly id: number; readonly fault: Fault }[]
  /** The faults that strike this request, each counted once. */
  strike(path: string): readonly Fault[]
}

export function openFaultDesk(): FaultDesk {
  const active = new Map<number, { fault: Fault; left: number; draws: number }>()
  let nextId = 1
  return {
    inject(fault) {
      const id = nextId++
      active.set(id, { fault, left: fault.times ?? Number.POSITIVE_INFINITY, draws: 0 })
      return id
    },
    clear(id) {
      if (id === undefined) active.clear()
      else active.delete(id)
    },
    list: () => [...active].map(([id, { fault }]) => ({ id, fault })),
    strike(path) {
      const struck: Fault[] = []
      for (const [id, entry] of active) {
        const { fault } = entry
        if (fault.path !== undefined && !path.startsWith(fault.path)) continue
        entry.draws += 1
        if (fault.share !== undefined && chance(id, entry.draws, 41) >= fault.share) continue
        entry.left -= 1
        if (entry.left <= 0) active.delete(id)
        struck.push(fault)
      }
      return struck
    },
  }
}
