import type { FleetSnapshot } from '#server/fleet/snapshot.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Answers kept per snapshot: what several people and screens look at. */
const KEPT = 64

/**
 * Makes answers as the bytes of their JSON: whoever asks the same of the same snapshot gets the same bytes, so the key has to say who
 * may see what. The oldest go first.
 */
export function jsonPerSnapshot(): (
  snapshot: FleetSnapshot,
  key: readonly unknown[],
  make: () => Promise<unknown>,
) => Promise<Bytes> {
  const answers = new WeakMap<FleetSnapshot, Map<string, Bytes>>()
  return async (snapshot, parts, make) => {
    const key = JSON.stringify(parts)
    const own = answers.get(snapshot) ?? new Map<string, Bytes>()
    answers.set(snapshot, own)
    const kept = own.get(key)
    if (kept) return kept
    const body = new TextEncoder().encode(JSON.stringify(await make()))
    const oldest = own.size >= KEPT ? own.keys().next().value : undefined
    if (oldest !== undefined) own.delete(oldest)
    own.set(key, body)
    return body
  }
}
