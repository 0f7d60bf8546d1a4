/** One recorded change of one field. Times in epoch milliseconds on the manager's clock. */
export interface Change {
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  /** The manager's own time of it, where it gives one. */
  readonly at: number | null
  /** Starts of the last pass that saw the old value and of the first that saw the new one. */
  readonly afterAt: number | null
  readonly seenAt: number
  /** When the agent had last been heard, by the pass that saw the new value. */
  readonly lastKeepAlive: number | null
}

/** What a field was at a moment. */
export interface FieldAt {
  readonly value: string | null
  /** The other value that it may have had: the change lies between two passes, as the moment does. `undefined`: there is no doubt. */
  readonly or: string | null | undefined
  /** The change that led into the value, and the one that ended it; of a value in doubt `next` is the change in doubt. */
  readonly last: Change | null
  readonly next: Change | null
}

/** @param changes of this field, the oldest first @param current what it is after all of them */
export function fieldAt(changes: readonly Change[], current: string | null, at: number): FieldAt {
  let value = current
  let next: Change | null = null
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i]
    if (!change) break
    const [start, end] = boundsOf(change)
    if (at >= end) return { value, or: undefined, last: change, next }
    if (at > start) return { value: change.from, or: change.to, last: changes[i - 1] ?? null, next: change }
    value = change.from
    next = change
  }
  return { value, or: undefined, last: null, next }
}

/** What had been seen of a field by a moment: only what passes until then brought. */
export function fieldSeenBy(changes: readonly Change[], current: string | null, at: number): string | null {
  let value = current
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i]
    if (!change || change.seenAt <= at) break
    value = change.from
  }
  return value
}

/** The manager's own time of a change, where it lies between the passes that saw it. */
export function exactTime({ at, afterAt, seenAt }: Change): number | null {
  return at !== null && at <= seenAt && (afterAt === null || at >= afterAt) ? at : null
}

/** It still had the old value at the first, and had the new one from the second on. */
export function boundsOf(change: Change): [number, number] {
  const exact = exactTime(change)
  return exact === null ? [change.afterAt ?? change.seenAt, change.seenAt] : [exact, exact]
}
