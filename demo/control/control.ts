import type { AgentRow } from '../fleet/columns.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { rowFromItem } from '../fleet/listed-source.ts'
import type { FleetChoice } from '../fleet/make-fleet.ts'
import type { Policy } from '../security/policies.ts'
import { applyPolicyFile, type PolicyFile } from '../security/policy-file.ts'
import type { DemoState } from '../wire/call.ts'
import type { RequestLimit } from '../wire/request-limit.ts'
import { changeSecurity } from './change-security.ts'
import type { Fault, FaultDesk } from './faults.ts'
import type { Ledger, RequestCounts } from './ledger.ts'
import type { Line, LineState } from './line.ts'

/** What a test may do to a running demo behind the API's back. Agent ids are as the API writes them (`"007"`). */
export interface DemoControl {
  /** Moves the demo's clock. */
  advance(ms: number): void
  /** The demo's now, epoch milliseconds. */
  now(): number
  /** Starts a fault and returns its number. */
  inject(fault: Fault): number
  /** Ends one fault, or all. */
  clearFaults(id?: number): void
  faults(): ReturnType<FaultDesk['list']>
  /** Ends every connection; from then on nothing listens, or nothing answers, until the line is open again. */
  setLine(state: LineState): Promise<void>
  /** Shows another certificate on new connections, and ends the old ones. Resolves with what to trust now. */
  swapCertificate(kind: 'another' | 'expired'): Promise<{ readonly fingerprint: string; readonly caPem: string }>
  requests(): RequestCounts
  resetRequests(): void
  /** Overwrites fields of an agent (names and forms of the API; null empties one). False when it does not exist. */
  setAgent(id: string, fields: Readonly<Record<string, unknown>>): boolean
  removeAgent(id: string): boolean
  /** Enrols an agent; fields default to those of one that never connected. Returns its id. */
  addAgent(fields?: Readonly<Record<string, unknown>>): string
  /** The same id enrols again: new date, nothing reported yet. */
  reEnrolAgent(id: string, name?: string): boolean
  /** Swaps the whole manager: other agents, other name, other uuid. */
  replaceFleet(choice: FleetChoice): void
  /** Ends every token of everybody. */
  expireTokens(): void
  /** Forgets failed sign-ins. */
  resetLoginBlock(): void
  setRequestsPerMinute(limit: number): void
  /** Says that it is another version (`5.0.0`); from 5.0 on, what that has no more is unknown (404). */
  setApiVersion(version: string): void
  /** Gives an account one role with these policies. Its tokens live on, with the roles they were given. */
  setPolicies(username: string, policies: readonly Policy[]): boolean
  /** Changes accounts, roles and policies as the manager's administrator would: tokens that this touches end. */
  applyPolicies(file: PolicyFile): void
  /** Changes the mode; tokens given before are refused as expired. */
  setRbacMode(mode: DemoState['rbacMode']): void
}

export function makeControl(parts: {
  demo: DemoState
  desk: FaultDesk
  ledger: Ledger
  limit: RequestLimit
  line: Line
  makeFleet: (choice: FleetChoice) => Fleet
}): DemoControl {
  const { demo, desk, ledger, limit, line } = parts
  const fresh = () => {
    demo.fleet.refresh(demo.clock.seconds())
    return demo.fleet
  }
  return {
    advance: (ms) => demo.clock.advance(ms),
    now: () => demo.clock.now(),
    inject: (fault) => desk.inject(fault),
    clearFaults: (id) => desk.clear(id),
    faults: () => desk.list(),
    setLine: (state) => line.setState(state),
    swapCertificate: async (kind) => {
      const { fingerprint, certPem } = await line.swapCertificate(kind)
      return { fingerprint, caPem: certPem }
    },
    requests: () => ledger.counts(),
    resetRequests: () => ledger.reset(),
    setAgent: (id, fields) => fresh().set(Number(id), rowFromItem(fields)),
    removeAgent: (id) => fresh().remove(Number(id)),
    addAgent: (fields = {}) => String(fresh().add(rowFromItem(fields))).padStart(3, '0'),
    reEnrolAgent: (id, name) =>
      fresh().set(Number(id), { ...blank(demo.clock.seconds()), ...(name === undefined ? {} : { name }) }),
    replaceFleet: (choice) => {
      demo.fleet = parts.makeFleet(choice)
    },
    expireTokens: () => demo.tokens.revokeAll(),
    resetLoginBlock: () => demo.loginGate.reset(),
    setRequestsPerMinute: (perMinute) => {
      limit.perMinute = perMinute
    },
    setApiVersion: (version) => {
      demo.apiVersion = version
    },
    setPolicies(username, policies) {
      const account = demo.accounts.find((candidate) => candidate.username === username)
      if (!account) return false
      const role = { id: 1000 + account.id, name: `set-for-${username}`, policies, rules: [] }
      demo.roles = [...demo.roles.filter((known) => known.id !== role.id), role]
      demo.accounts = demo.accounts.map((known) => (known === account ? { ...known, roles: [role] } : known))
      return true
    },
    applyPolicies: (file) => changeSecurity(demo, applyPolicyFile(file, demo)),
    setRbacMode: (mode) => {
      demo.rbacMode = mode
    },
  }
}

/** An agent that has enrolled again and said nothing yet. */
function blank(nowSeconds: number): AgentRow {
  return {
    ip: 'any',
    register_ip: 'any',
    os_name: null,
    os_version: null,
    os_major: null,
    os_minor: null,
    os_codename: null,
    os_build: null,
    os_platform: null,
    os_uname: null,
    os_arch: null,
    version: null,
    config_sum: null,
    merged_sum: null,
    manager_host: null,
    node_name: 'unknown',
    date_add: nowSeconds,
    last_keepalive: null,
    group: null,
    connection_status: 'never_connected',
    disconnection_time: 0,
    group_config_status: 'not synced',
    status_code: 0,
  }
}
