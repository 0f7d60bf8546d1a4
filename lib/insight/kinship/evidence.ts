/** One enrolment of an endpoint at a manager. Times in epoch milliseconds, manager's clock. */
export interface Enrolment {
  /** Tells enrolments apart; never the agent's id, which can be given anew. */
  readonly key: number
  readonly name: string
  /** Address or CIDR the key was bound to; `any` says nothing. */
  readonly registerIp: string | null
  readonly os: { readonly platform: string | null; readonly name: string | null }
  /** Of the machine's board, where somebody loaded it and may know it (`serial.ts`). */
  readonly serial: string | null
  /** `dateAdd`. */
  readonly from: number | null
  /** The last time a pass saw it there; `null` while it is there. */
  readonly until: number | null
}

/** What speaks for or against two enrolments being one endpoint. `unknown` when one of both does not say. */
export interface Evidence {
  readonly kind: 'name' | 'serial' | 'registerIP' | 'os'
  readonly says: 'same' | 'differs' | 'unknown'
  readonly earlier: string | null
  readonly later: string | null
}

/**
 * `strong`: one name, and the serial number is the same, or registration address and system are; `likely`: the serial number under
 * another name, or one name with the address, or with the system and no address to compare; `weak`: little more than the name, or only
 * address and system under another name, or against another serial number.
 */
export type Strength = 'strong' | 'likely' | 'weak'

export interface Likeness {
  readonly strength: Strength
  /** Whether it may be taken for the endpoint where nothing else fits as well; else it is only shown. */
  readonly holds: boolean
  readonly evidence: readonly Evidence[]
}

/** How well two enrolments fit; `null` when they can't be one endpoint, or nothing says that they are. */
export function likeness(earlier: Enrolment, later: Enrolment): Likeness | null {
  if (!fitsInTime(earlier, later)) return null
  const name = compare('name', earlier.name.toLowerCase(), later.name.toLowerCase())
  const serial = compare('serial', earlier.serial, later.serial)
  const registerIp = compare('registerIP', addressOf(earlier), addressOf(later))
  const os = compare('os', systemOf(earlier), systemOf(later))
  const weight = weigh(name.says, serial.says, registerIp.says, os.says)
  if (weight === null) return null
  const isTold = earlier.serial !== null || later.serial !== null
  const evidence = [{ ...name, earlier: earlier.name, later: later.name }, ...(isTold ? [serial] : []), registerIp, os]
  return { ...weight, evidence }
}

/** The manager's `dateAdd` has whole seconds. */
const SLACK_MS = 1000

function fitsInTime(earlier: Enrolment, later: Enrolment): boolean {
  if (earlier.until === null || later.from === null) return false
  return earlier.until <= later.from + SLACK_MS && (earlier.from ?? 0) < later.from
}

type Says = Evidence['says']

function weigh(name: Says, serial: Says, registerIp: Says, os: Says): Pick<Likeness, 'strength' | 'holds'> | null {
  if (name !== 'same') {
    if (serial === 'same') return { strength: 'likely', holds: true }
    // Addresses are given anew, and a fleet has few systems.
    return serial === 'unknown' && registerIp === 'same' && os === 'same' ? { strength: 'weak', holds: false } : null
  }
  if (serial === 'same') return { strength: 'strong', holds: true }
  if (serial === 'differs') return { strength: 'weak', holds: false }
  if (registerIp === 'same') return { strength: os === 'same' ? 'strong' : 'likely', holds: true }
  return { strength: os === 'same' && registerIp === 'unknown' ? 'likely' : 'weak', holds: true }
}

function compare(kind: Evidence['kind'], earlier: string | null, later: string | null): Evidence {
  const says = earlier === null || later === null ? 'unknown' : earlier === later ? 'same' : 'differs'
  return { kind, says, earlier, later }
}

/** The address of one machine: a network says as little as `any`. */
export function addressOf({ registerIp }: Pick<Enrolment, 'registerIp'>): string | null {
  return registerIp === 'any' || registerIp?.includes('/') ? null : registerIp
}

function systemOf({ os: { platform, name } }: Enrolment): string | null {
  return name ?? platform
}
