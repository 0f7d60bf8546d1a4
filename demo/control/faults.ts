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

/** Something that goes wrong between the manager and its client. */
export type Fault = Scope &
  (
    | { readonly kind: 'slow'; readonly ms: number }
    /** The connection ends without an answer. */
    | { readonly kind: 'drop' }
    /** 429 with error 6001. */
    | { readonly kind: 'too-many' }
    /** 500 with error 3021, on list calls with a larger `limit` only when one is given. */
    | { readonly kind: 'timeout'; readonly aboveLimit?: number }
    /** 500 with error 1017: a daemon is not running. */
    | { readonly kind: 'not-ready' }
    /** 401 on calls with a token. */
    | { readonly kind: 'expired' }
    | { readonly kind: 'redirect'; readonly to: string }
    | { readonly kind: 'garbage'; readonly as: 'html' | 'truncated' | 'wrong-type' | 'empty' | 'bad-utf8' }
    /** Some agents of each page have a status nobody knows. */
    | { readonly kind: 'unknown-status' }
    /** `total_affected_items` is off by so many. */
    | { readonly kind: 'lying-total'; readonly by: number }
    | { readonly kind: 'empty-page' }
    /** Every second agent is left out of pages and totals. */
    | { readonly kind: 'missing-half' }
  )

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
