/** Who answers behind a manager's address. */
export interface Identity {
  /** Of the installation; not every node of a cluster knows it. */
  readonly uuid: string | null
  readonly hostname: string
}

/** The stored identity: also every host that answered for this fleet, because a cluster has several behind one address. */
export interface StoredIdentity extends Identity {
  readonly hostnames: readonly string[]
}

/** Both are the same installation as far as can be told: by uuid where both have one, else by a host that is known. */
export function sameIdentity(stored: StoredIdentity, now: Identity): boolean {
  return stored.uuid !== null && now.uuid !== null ? stored.uuid === now.uuid : stored.hostnames.includes(now.hostname)
}

/** Far more than a cluster has nodes. */
const HOSTNAMES_MAX = 100

/** JSON of the identity after a full pass accepted it. @param before of the same fleet; `null` when there is none */
export function formatIdentity({ uuid, hostname }: Identity, before: StoredIdentity | null): string {
  const others = before?.hostnames.filter((one) => one !== hostname) ?? []
  return JSON.stringify({ uuid, hostname, hostnames: [...others.slice(1 - HOSTNAMES_MAX), hostname] })
}

/** An offer is stored with the time it was made, so that a confirmation is good for this one only. */
export function formatOffer(identity: Identity, metAt: number): string {
  return JSON.stringify({ uuid: identity.uuid, hostname: identity.hostname, metAt: new Date(metAt).toISOString() })
}

/** `null` when nothing is stored or it can't be read. */
export function parseIdentity(text: string | null): StoredIdentity | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('hostname' in value) || typeof value.hostname !== 'string') return null
    const { hostname } = value
    const listed = 'hostnames' in value && Array.isArray(value.hostnames) ? value.hostnames : [hostname]
    const hostnames = listed.filter((one): one is string => typeof one === 'string')
    return { hostname, hostnames, uuid: 'uuid' in value && typeof value.uuid === 'string' ? value.uuid : null }
  } catch {
    return null
  }
}

/** Under an unchanged identity a few re-enrolled agents are ordinary; this many, and most of a page, are looked at twice. */
const REPLACED_LEAST = 10

/** Of the rows of one page: how many ids the store holds, and how many of those are another endpoint now. */
export interface PageMatch {
  readonly known: number
  readonly replaced: number
}

/** Whether a page alone looks like one of another fleet; nothing of it may be written before a whole full pass was judged. */
export function isSuspicious({ known, replaced }: PageMatch): boolean {
  return replaced >= REPLACED_LEAST && replaced > known / 2
}

/**
 * Judges the pages of one full pass in their order: `ours` may be written, `held` only if the whole pass turns out to be ours,
 * `other` ends the pass. When the identity has changed, most of the agents we know must be the same among those that came so far;
 * otherwise it takes most of the whole stored fleet to make it another one.
 */
export function fleetJudge(stored: number, identityChanged: boolean): (page: PageMatch) => 'ours' | 'held' | 'other' {
  let known = 0
  let replaced = 0
  let first = true
  return (page) => {
    known += page.known
    replaced += page.replaced
    const strange = first && page.known === 0
    first = false
    const other = identityChanged
      ? stored > 0 && (strange || replaced > known / 2)
      : replaced >= REPLACED_LEAST && replaced > stored / 2
    if (other) return 'other'
    return isSuspicious(page) ? 'held' : 'ours'
  }
}
