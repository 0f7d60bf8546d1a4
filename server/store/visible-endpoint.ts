declare const checked: unique symbol

/**
 * An endpoint that somebody's scope was found to see. Reads of what belongs to one endpoint take this, so that none can be
 * made without the check; only `server/fleet/find-agent.ts` and, of those that are gone, `endpoint-past-repo.ts` make one.
 */
export interface VisibleEndpoint {
  readonly manager: string
  /** Of the endpoint, not of its id: another one that enrols under the same id has another key. */
  readonly key: number
  readonly [checked]: true
}

/** To be called only after the check. */
export function visibleEndpoint(manager: string, key: number): VisibleEndpoint {
  // The mark exists for the compiler only: it says that the caller has checked.
  return { manager, key } as VisibleEndpoint
}
