import { AGENT_STATUSES, type AgentStatus, toAgentStatus } from '#lib/agent/status.ts'

/** The state of an endpoint at some time: a status, or not enrolled. */
export type StateAt = AgentStatus | 'absent'

/** Codes of the states in a packed change; their order is stored and never changes. */
export const STATES: readonly StateAt[] = ['absent', ...AGENT_STATUSES]
export const ABSENT = 0

/** The state in a stored status, of which a new endpoint had none. */
export function toState(word: unknown): StateAt {
  return word === null ? 'absent' : toAgentStatus(String(word))
}

/** One event of one endpoint within a stretch of time. `null` as `from` of what came means that it was absent. */
export interface StateEvent {
  /** `Agent.key`. */
  readonly key: number
  readonly from: StateAt
  /** `null` for "whatever it was then": an endpoint that is new is in the state that its next event leaves. */
  readonly to: StateAt | null
}

/** The end of an endpoint of which only its coming is known: whatever its next change leaves. */
const UNTOLD = 7
const KEY_BITS = 26
const KEY_MAX = 2 ** KEY_BITS - 1

/**
 * The endpoints that were in another state at the end of a stretch than at its start, packed as one number each: key, state at the
 * start, state at the end. Those that are back where they were are left out. `null` when a key is too large to be packed.
 * @param events in the order in which they happened
 */
export function packNetChanges(events: Iterable<StateEvent>): Uint32Array | null {
  const net = new Net()
  for (const { key, from, to } of events) net.add(key, STATES.indexOf(from), to === null ? UNTOLD : STATES.indexOf(to))
  return net.pack()
}

/** The net changes of stretches that follow each other. */
export function joinNetChanges(parts: readonly Uint32Array[]): Uint32Array {
  const net = new Net()
  for (const part of parts) for (const packed of part) net.add(keyOf(packed), startOf(packed), endOf(packed))
  return net.pack() ?? new Uint32Array()
}

export function keyOf(packed: number): number {
  return packed & KEY_MAX
}

/** Place in `STATES` of the state at the start. */
export function startOf(packed: number): number {
  return packed >>> (KEY_BITS + 3)
}

function endOf(packed: number): number {
  return (packed >>> KEY_BITS) & 7
}

class Net {
  readonly #ends = new Map<number, { start: number; end: number }>()

  add(key: number, start: number, end: number): void {
    const known = this.#ends.get(key)
    if (!known) this.#ends.set(key, { start, end })
    else if (end !== UNTOLD) known.end = end
  }

  pack(): Uint32Array | null {
    const packed: number[] = []
    for (const [key, { start, end }] of this.#ends) {
      if (key > KEY_MAX) return null
      if (start !== end) packed.push(((start << 3) | end) * 2 ** KEY_BITS + key)
    }
    return Uint32Array.from(packed)
  }
}
