/** When many changes are one event. */
export interface MassSettings {
  /** Fewer endpoints than this are no mass event. */
  readonly minAgents: number
  /** So many times as many as usual in such a time … */
  readonly rateFactor: number
  /** … or this share of all that have something in common. */
  readonly shareMin: number
  /** Changes within this time are together. */
  readonly windowMs: number
  /** Further ones of the same kind belong to it while they follow within this time, */
  readonly closeMs: number
  /** up to this time altogether. */
  readonly spanMaxMs: number
  /** What is in common explains an event of less than `shareMin` of it when it holds for this share of the event, */
  readonly coverageMin: number
  /** and is hit so many times as hard as all endpoints on average. */
  readonly liftMin: number
  /** How well the endpoints that changed and those with something in common must fit: 1 when they are the same. */
  readonly fitMin: number
  /** What all endpoints have in common is named when this share of them changed. */
  readonly wholeMin: number
  /** Events whose times differ by no more than this, or overlap by more than half, are of one moment. */
  readonly momentMs: number
  /** So many events of one moment stand apart at most, */
  readonly apartMax: number
  /** and only when they are this share of all that changed then. */
  readonly apartShareMin: number
  /** A reason that this share of an event has is its reason. */
  readonly reasonShareMin: number
  readonly eventsMax: number
}

export const MASS_DEFAULTS: MassSettings = {
  minAgents: 10,
  rateFactor: 5,
  shareMin: 0.5,
  windowMs: 10 * 60_000,
  closeMs: 5 * 60_000,
  spanMaxMs: 60 * 60_000,
  coverageMin: 0.5,
  liftMin: 3,
  fitMin: 0.5,
  wholeMin: 0.9,
  momentMs: 60_000,
  apartMax: 2,
  apartShareMin: 0.8,
  reasonShareMin: 0.8,
  eventsMax: 20,
}
