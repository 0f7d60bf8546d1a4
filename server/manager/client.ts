import { parseVersion } from '#lib/agent/version.ts'
import type { Clock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import { type AgentCalls, agentCalls } from './agent-calls.ts'
import type { ManagerAgent } from './agent-row.ts'
import {
  agentsPage,
  clusterName,
  type GroupsPage,
  groupsPage,
  info,
  type ManagerIdentity,
  type ManagerInfo,
  managerAgent,
  managerInfo,
  policies,
  policiesInTurns,
  type StatusSummary,
  statusSummary,
} from './answers.ts'
import { Budget } from './budget.ts'
import { Calls } from './calls.ts'
import { ManagerError } from './errors.ts'
import { type AgentKind, agentFields, agentsPath, pathOf } from './fields.ts'
import { LIMITS, type Limits, ManagerHttp } from './http.ts'
import type { PersonAccess } from './person-access.ts'
import type { Policies } from './policies.ts'
import type { AgentRows } from './read-agents.ts'
import type { SeenCertificate } from './tls.ts'
import type { Token } from './token.ts'
import { type CredentialCheck, PERSON_WAIT_MS, verifyCredentials } from './verify-credentials.ts'

/** One page of agents by rising id. `total` is what the manager counts from `afterId` on, this page included. */
export interface AgentsPage extends AgentRows {
  total: number
  /** Items that the manager sent, bad ones included; fewer than `limit` on the last page. */
  received: number
}

/**
 * Every call to a manager that exists. All reject with `ManagerError`, or with the reason of `signal` when it aborts,
 * except `verifyCredentials`, whose failures are values. Calls wait for their turn in the budget.
 */
export interface ManagerClient {
  /** `GET /`: version, host name, and the manager's own clock. */
  getInfo(signal?: AbortSignal): Promise<ManagerInfo>
  /** `GET /manager/info`; `null` when the account may not read it or the manager has no such call. */
  getManagerInfo(signal?: AbortSignal): Promise<ManagerIdentity | null>
  /** The name of the cluster that answers; `null` when there is none or the account may not read it. */
  getClusterName(signal?: AbortSignal): Promise<string | null>
  /** The configured account's own rights. */
  getPolicies(signal?: AbortSignal): Promise<Policies>
  /** The manager's own counts, agent 000 aside. */
  getStatusSummary(signal?: AbortSignal): Promise<StatusSummary>
  listAgents(page: { kind: AgentKind; afterId: number; limit: number }, signal?: AbortSignal): Promise<AgentsPage>
  /** Agent 000; `null` when it is out of sight or does not exist. */
  getManagerAgent(signal?: AbortSignal): Promise<ManagerAgent | null>
  /** Groups by name. */
  listGroups(page: { offset: number; limit: number }, signal?: AbortSignal): Promise<GroupsPage>
  /** Whether the manager knows this account, and its rights. */
  verifyCredentials(username: string, password: string, signal?: AbortSignal): Promise<CredentialCheck>
  /** A token of a person's own, for their calls below; tried once. A wrong password counts towards the manager's block. */
  logInPerson(username: string, password: string, signal?: AbortSignal): Promise<Token>
  /** The configured account, for calls of people without one: our own check of their scope comes before each. */
  readonly own: PersonAccess
  /** A person's rights, asked with their own token. */
  policiesOf(person: PersonAccess, signal?: AbortSignal): Promise<Policies>
  /** Questions about one agent, on a person's behalf. */
  readonly agents: AgentCalls
  /** Requests sent since the start, log-ins and repeats included. */
  requestCount(): number
  /** Of them within the last 60 seconds, and how many those may be. */
  budgetUse(): { readonly used: number; readonly perMinute: number }
  /** What the manager showed when we last connected; `null` before. */
  certificate(): SeenCertificate | null
  /** Drops the connections. */
  close(): Promise<void>
}

interface Options {
  manager: ManagerConfig
  clock: Clock
  log: Log
  /** Requests in any 60 seconds; the collector and the web process have half of the manager's share each. */
  budgetPerMinute: number
  limits?: Partial<Limits>
  random?: () => number
}

/** Version whose fields are assumed when the manager's own can't be read. */
const ASSUMED_VERSION: readonly number[] = [4, 14]

/** A client of one manager. It connects when it is first asked something. */
export function createManagerClient({
  manager,
  clock,
  log,
  budgetPerMinute,
  limits,
  random = Math.random,
}: Options): ManagerClient {
  const http = new ManagerHttp(manager, { ...LIMITS, ...limits })
  const budget = new Budget({ clock, perMinute: budgetPerMinute, random })
  const calls = new Calls({ http, budget, clock, log, random, id: manager.id, user: manager.user, password: manager.password })
  let version: readonly number[] | null = null

  async function getInfo(signal?: AbortSignal): Promise<ManagerInfo> {
    const answer = await calls.get('/', info, signal)
    version = parseVersion(answer.apiVersion) ?? ASSUMED_VERSION
    return answer
  }

  /** The fields to select follow the version, which a manager may change under us; `getInfo` renews it with every pass. */
  async function knownVersion(signal?: AbortSignal): Promise<readonly number[]> {
    if (version === null) await getInfo(signal)
    return version ?? ASSUMED_VERSION
  }

  return {
    getInfo,
    getManagerInfo: (signal) => nullIfDenied(calls.get('/manager/info', managerInfo, signal)),
    async getClusterName(signal) {
      const found = await nullIfDenied(calls.get('/cluster/local/info', clusterName, signal), NO_CLUSTER)
      return found?.name ?? null
    },
    getPolicies: (signal) => calls.get('/security/users/me/policies', policies, signal),
    getStatusSummary: (signal) => calls.get('/agents/summary/status', statusSummary, signal),
    async listAgents(page, signal) {
      const path = agentsPath(await knownVersion(signal), page)
      return calls.get(path, (json) => agentsPage(json, page), signal)
    },
    async getManagerAgent(signal) {
      const select = agentFields(await knownVersion(signal)).join(',')
      const found = await nullIfDenied(calls.get(pathOf('/agents', { agents_list: '000', select }), managerAgent, signal))
      return found?.agent ?? null
    },
    listGroups: ({ offset, limit }, signal) =>
      calls.get(
        pathOf('/groups', { offset: String(Math.trunc(offset)), limit: String(Math.trunc(limit)), sort: 'name' }),
        groupsPage,
        signal,
      ),
    verifyCredentials: (username, password, signal) =>
      verifyCredentials({ calls, clock, username, password, readPolicies: policiesInTurns, signal }),
    logInPerson: (username, password, signal) => calls.logIn(username, password, { signal, maxWaitMs: PERSON_WAIT_MS }),
    policiesOf: (person, signal) =>
      calls.getAs(person, '/security/users/me/policies', policiesInTurns, { signal, maxWaitMs: PERSON_WAIT_MS }),
    own: calls.own,
    agents: agentCalls(calls),
    requestCount: () => budget.granted,
    budgetUse: () => ({ used: budget.used(), perMinute: budgetPerMinute }),
    certificate: () => http.certificate,
    close: () => calls.close(),
  }
}

const NO_AGENT = 1701
/** The manager stands alone. */
const NO_CLUSTER = 3013

/** No right (403), no such call (404) and the manager's error for what does not exist all mean: not to be seen by us. */
async function nullIfDenied<T>(call: Promise<T>, missing = NO_AGENT): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ManagerError && (error.code === 'forbidden' || error.status === 404 || error.managerCode === missing))
      return null
    throw error
  }
}
