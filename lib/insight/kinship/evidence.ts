/** One enrolment of an endpoint at a manager. Times in epoch milliseconds, manager's clock. */
export interface Enrolment {
  /** Tells enrolments apart; never the agent's id, which can be given anew. */
  readonly key: number
  readonly name: string
  /** Address or CIDR the key was bound to; `any` says nothing. */
  readonly registerIp: string | null
  readonly os: { readonly platform: string | null; readonly name: string | null }
  /** `dateAdd`. */
  readonly from: number | null
  /** The last time a pass saw it there; `null` while it is there. */
  readonly until: number | null
}

/** What speaks for or against two enrolments being one endpoint. `unknown` when one of both does not say. */
export interface Evidence {
  readonly kind: 'name' | 'registerIP' | 'os'
  readonly says: 'same' | 'differs' | 'unknown'
  readonly earlier: string | null
  readonly later: string | null
}

/**
 * `strong`: name, registration address and system are the same; `likely`: name and address, or name and system with no address to
 * compare; `weak`: little more than the name.
 */
export type Strength = 'strong' | 'likely' | 'weak'

export interface Likeness {
  readonly strength: Strength
  readonly evidence: readonly Evidence[]
}

/** How well two enrolments fit; `null` when they can't be one endpoint: other names, or both there at one time. */
export function likeness(earlier: Enrolment, later: Enrolment): Likeness | null {
  if (!fitsInTime(earlier, later)) return null
  const name = compare('name', earlier.name.toLowerCase(), later.name.toLowerCase())
  if (name.says !== 'same') return null
  const registerIp = compare('registerIP', addressOf(earlier), addressOf(later))
  const os = compare('os', systemOf(earlier), systemOf(later))
  const evidence = [{ ...name, earlier: earlier.name, later: later.name }, registerIp, os]
  return { strength: strengthOf(registerIp.says, os.says), evidence }
}

/** The manager's `dateAdd` has whole seconds. */
const SLACK_MS = 1000

function fitsInTime(earlier: Enrolment, later: Enrolment): boolean {
  if (earlier.until === null || later.from === null) return false
  return earlier.until <= later.from + SLACK_MS && (earlier.from ?? 0) < later.from
}

function strengthOf(registerIp: Evidence['says'], os: Evidence['says']): Strength {
  if (registerIp === 'same') return os === 'same' ? 'strong' : 'likely'
  return os === 'same' && registerIp === 'unknown' ? 'likely' : 'weak'
}

function compare(kind: Evidence['kind'], earlier: string | null, later: string | null): Evidence {
  const says = earlier === null || later === null ? 'unknown' : earlier === later ? 'same' : 'differs'
  return { kind, says, earlier, later }
}

function addressOf({ registerIp }: Enrolment): string | null {
  return registerIp === 'any' ? null : registerIp
}

function systemOf({ os: { platform, name } }: Enrolment): string | null {
  return name ?? platform
}
