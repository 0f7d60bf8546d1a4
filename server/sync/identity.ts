/** Who answers behind a manager's address. */
export interface Identity {
  /** Of the installation; not every node of a cluster knows it. */
  readonly uuid: string | null
  readonly hostname: string
}

/** Both are the same installation as far as can be told: by uuid where both have one, else by host name. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.uuid !== null && b.uuid !== null ? a.uuid === b.uuid : a.hostname === b.hostname
}

export function formatIdentity({ uuid, hostname }: Identity): string {
  return JSON.stringify({ uuid, hostname })
}

/** An offer is stored with the time it was made, so that a confirmation is good for this one only. */
export function formatOffer(identity: Identity, metAt: number): string {
  return JSON.stringify({ uuid: identity.uuid, hostname: identity.hostname, metAt: new Date(metAt).toISOString() })
}

/** `null` when nothing is stored or it can't be read. */
export function parseIdentity(text: string | null): Identity | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('hostname' in value) || typeof value.hostname !== 'string') return null
    return { hostname: value.hostname, uuid: 'uuid' in value && typeof value.uuid === 'string' ? value.uuid : null }
  } catch {
    return null
  }
}

/** Under an unchanged identity a few re-enrolled agents are ordinary; this many on one page are not. */
const REPLACED_LEAST = 10

/**
 * Whether a page belongs to another fleet than the stored one. When the identity has changed, the first page decides: most of the
 * agents we know must be on it and be the same. Otherwise most of the known ones must have become others.
 */
export function isOtherFleet(page: {
  known: number
  replaced: number
  first: boolean
  stored: number
  identityChanged: boolean
}): boolean {
  const { known, replaced, first, stored, identityChanged } = page
  const most = known > 0 && replaced > known / 2
  if (identityChanged) return stored > 0 && ((first && known === 0) || most)
  return most && replaced >= REPLACED_LEAST
}
