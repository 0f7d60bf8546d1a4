/** What endpoints can have in common, in the order in which one is named when several fit equally well. */
export const FACTOR_KINDS = ['manager', 'node', 'group', 'subnet24', 'subnet16', 'version', 'os'] as const
export type FactorKind = (typeof FACTOR_KINDS)[number]

/** Something that endpoints have in common, and how many in scope have it. */
export interface Factor {
  readonly kind: FactorKind
  readonly value: string
  /** Whose node or group it is: their names are only unique within a manager. */
  readonly manager: string | null
  readonly size: number
}

/** One change of one endpoint's status. */
export interface StatusChangeFact {
  /** Any number that stands for one endpoint. */
  readonly agent: number
  /** `down`: it is disconnected now; `back`: it is active again. */
  readonly direction: 'down' | 'back'
  /** The manager's own time of the change where there is one, else when a pass saw it. Epoch milliseconds. */
  readonly at: number
  /** `status_code` with which it went. */
  readonly reason: number | null
  /** Places in the list of factors. */
  readonly factors: readonly number[]
}

export interface MassInput<T extends StatusChangeFact = StatusChangeFact> {
  readonly changes: readonly T[]
  readonly factors: readonly Factor[]
  /** Endpoints in scope. */
  readonly fleet: number
  /** The time that the changes are all changes of; the usual rate is that of this time. */
  readonly from: number
  readonly to: number
}
