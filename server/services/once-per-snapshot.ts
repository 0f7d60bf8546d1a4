import type { FleetSnapshot } from '#server/fleet/snapshot.ts'

/**
 * Reads something of each manager once for as long as a snapshot is the current one; what it is of changes with a pass at most, as
 * snapshots do. What failed is read again for the next who asks.
 */
export function oncePerSnapshot<T>() {
  const kept = new WeakMap<FleetSnapshot, Map<string, Promise<T>>>()
  return (snapshot: FleetSnapshot, manager: string, read: () => Promise<T>): Promise<T> => {
    const own = kept.get(snapshot) ?? new Map<string, Promise<T>>()
    kept.set(snapshot, own)
    const known = own.get(manager)
    if (known) return known
    const made = read()
    own.set(manager, made)
    made.catch(() => own.delete(manager))
    return made
  }
}
