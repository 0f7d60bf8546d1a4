/**
 * Tells this process that the fleet is newer than before. A notice carries nothing, so that no wire it takes can leak what changed:
 * whoever hears it looks for themselves, under their own rights. In-process now; a bus over NATS or PostgreSQL's LISTEN has the same shape.
 */
export interface LiveBus {
  publish(): void
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void
}

/** A bus within one process: listeners hear a notice before `publish` returns. */
export function processBus(): LiveBus {
  const listeners = new Set<() => void>()
  return {
    publish() {
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
