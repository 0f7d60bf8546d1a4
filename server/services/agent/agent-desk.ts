import type { Scope } from '#lib/agent/scope.ts'
import type {
  Addresses,
  Hardware,
  Interfaces,
  PackageItem,
  PortItem,
  ProcessItem,
  System,
} from '#lib/contract/agent-inventory.ts'
import type { AgentSays, Collection, ConfigRows, ConfigSection, RemotedSays } from '#lib/contract/agent-live.ts'
import type { Clock } from '#server/clock.ts'
import type { AgentCalls, Asking } from '#server/manager/agent-calls.ts'
import type { Listed } from '#server/manager/agent-inventory-lists.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import { unlessAborted } from '#server/manager/unless-aborted.ts'
import { type Kept, MergedAnswers, type Outcome } from './merged-answers.ts'

/** What moves is asked at most this often; docs/decisions/0018. */
export const LIVE_MS = 15_000
/** What hardly moves. */
const SETTLED_MS = 60_000
/** How large an agent's buffer is changes with its configuration only. */
const BUFFER_MS = 10 * 60_000
/** Rights are read again within this time, and what was denied is asked again then. */
const DENIED_MS = 5 * 60_000
/** An agent that does not answer holds up its manager's API for ten seconds each time it is asked. */
const SILENT_MS = 60_000
/** For everything together: the turn, the token and the answer. The manager itself gives up after ten seconds. */
const DEADLINE_MS = 15_000
/** Of the web's 30 requests a minute so many stay free for signing in and for people's rights. */
const LEAVE = 10
/** Long lists take up to a megabyte each. */
const LISTS_KEPT = 12

/** Who asks: an account, how calls are made for it, and of which agents it may read the inventory. */
export interface Asker {
  /** The same for all sessions of the account. */
  readonly key: string
  readonly access: PersonAccess
  /** The same object for as long as nothing else was read of the account's rights. */
  readonly inventory: Scope
}
/** The agent; id 0 is the manager itself. */
export interface About {
  readonly manager: string
  readonly id: number
}

interface Parts {
  readonly clients: ReadonlyMap<string, Pick<ManagerClient, 'agents'>>
  readonly clock: Clock
}

/**
 * Questions about single agents that only the manager can answer, for as many people as ask: merged for each agent, one at a time at
 * each manager, within the budget of requests. Whoever calls this has made sure that the asker's rights allow the question.
 */
export class AgentDesk {
  readonly #parts: Parts
  readonly #says: MergedAnswers<AgentSays>
  readonly #remoted: MergedAnswers<RemotedSays>
  readonly #collection: MergedAnswers<Collection>
  readonly #config: MergedAnswers<ConfigRows>
  readonly #buffer: MergedAnswers<ConfigRows>
  readonly #hardware: MergedAnswers<Hardware>
  readonly #system: MergedAnswers<System>
  readonly #addresses: MergedAnswers<Addresses>
  readonly #interfaces: MergedAnswers<Interfaces>
  readonly #ports: MergedAnswers<Listed<PortItem>>
  readonly #packages: MergedAnswers<Listed<PackageItem>>
  readonly #processes: MergedAnswers<Listed<ProcessItem>>
  readonly #tails = new Map<string, Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { clock } = parts
    this.#says = new MergedAnswers({ clock, keepMs: LIVE_MS })
    this.#remoted = new MergedAnswers({ clock, keepMs: LIVE_MS })
    this.#collection = new MergedAnswers({ clock, keepMs: LIVE_MS })
    this.#config = new MergedAnswers({ clock, keepMs: SETTLED_MS })
    this.#buffer = new MergedAnswers({ clock, keepMs: BUFFER_MS })
    this.#hardware = new MergedAnswers({ clock, keepMs: SETTLED_MS })
    this.#system = new MergedAnswers({ clock, keepMs: SETTLED_MS })
    this.#addresses = new MergedAnswers({ clock, keepMs: SETTLED_MS })
    this.#interfaces = new MergedAnswers({ clock, keepMs: SETTLED_MS })
    const long = { clock, keepMs: SETTLED_MS, keptMost: LISTS_KEPT }
    this.#ports = new MergedAnswers(long)
    this.#packages = new MergedAnswers(long)
    this.#processes = new MergedAnswers(long)
  }

  agentSays = (asker: Asker, about: About) => this.#ask(this.#says, asker, about, (agents, asking) => agents.agentSays(asking))

  remotedSays = (asker: Asker, about: About) =>
    this.#ask(this.#remoted, asker, about, (agents, asking) => agents.remotedSays(asking))

  collection = (asker: Asker, about: About) =>
    this.#ask(this.#collection, asker, about, (agents, asking) => agents.collection(asking))

  config = (asker: Asker, about: About, section: ConfigSection) =>
    this.#ask(this.#config, asker, about, (agents, asking) => agents.agentConfig(asking, section), section)

  /** The same of `agent/buffer`, asked less often. */
  buffer = (asker: Asker, about: About) =>
    this.#ask(this.#buffer, asker, about, (agents, asking) => agents.agentConfig(asking, 'agent/buffer'))

  hardware = (asker: Asker, about: About) => this.#ask(this.#hardware, asker, about, (agents, asking) => agents.hardware(asking))

  system = (asker: Asker, about: About) => this.#ask(this.#system, asker, about, (agents, asking) => agents.system(asking))

  addresses = (asker: Asker, about: About) =>
    this.#ask(this.#addresses, asker, about, (agents, asking) => agents.addresses(asking))

  interfaces = (asker: Asker, about: About) =>
    this.#ask(this.#interfaces, asker, about, (agents, asking) => agents.interfaces(asking))

  ports = (asker: Asker, about: About) => this.#ask(this.#ports, asker, about, (agents, asking) => agents.ports(asking))

  packages = (asker: Asker, about: About) => this.#ask(this.#packages, asker, about, (agents, asking) => agents.packages(asking))

  processes = (asker: Asker, about: About) =>
    this.#ask(this.#processes, asker, about, (agents, asking) => agents.processes(asking))

  #ask<T>(
    answers: MergedAnswers<T>,
    asker: Asker,
    { manager, id }: About,
    call: (agents: AgentCalls, asking: Asking) => Promise<T>,
    more = '',
  ): Promise<Kept<T>> {
    const client = this.#parts.clients.get(manager)
    if (!client) throw new Error(`there is no manager ${manager}`)
    return answers.get(`${manager}/${id} ${more}`, { key: asker.key, rights: asker.inventory }, () =>
      this.#send(manager, (turn) => call(client.agents, { person: asker.access, id, turn })),
    )
  }

  /** Never bound to the request that caused it: others may wait for the same answer. */
  async #send<T>(manager: string, call: (turn: Asking['turn']) => Promise<T>): Promise<Outcome<T>> {
    const stop = new AbortController()
    const over = new AbortController()
    let begun = false
    void this.#parts.clock.sleep(DEADLINE_MS, over.signal).then(() => stop.abort(begun ? tooLate() : tooMany()))
    try {
      const data = await this.#inTurn(manager, stop.signal, () => {
        begun = true
        return unlessAborted(call({ signal: stop.signal, maxWaitMs: 0, leave: LEAVE }), stop.signal)
      })
      return { kind: 'answer', data }
    } catch (error) {
      if (!(error instanceof ManagerError)) throw error
      return { kind: 'failure', error, personal: isPersonal(error), keepMs: keepMs(error) }
    } finally {
      over.abort()
    }
  }

  /** One after the other, so that a slow agent leaves the second connection to signing in and to people's rights. */
  async #inTurn<T>(manager: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(manager) ?? Promise.resolve()
    let leave = (): void => undefined
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    this.#tails.set(
      manager,
      before.then(() => left),
    )
    try {
      await unlessAborted(before, signal)
      return await work()
    } finally {
      leave()
    }
  }
}

function tooLate(): ManagerError {
  return new ManagerError('timeout', `There was no answer within ${DEADLINE_MS / 1000} s.`)
}

function tooMany(): ManagerError {
  return new ManagerError('rate_limited', 'Other questions to this manager were not answered in time.')
}

/** Whether a failure comes from the account that asked: its rights, its password or its token. */
function isPersonal({ code, status }: ManagerError): boolean {
  if (code === 'forbidden' || code === 'wrong_credentials' || code === 'blocked') return true
  return code === 'degraded' && (status === 401 || status === null)
}

function keepMs({ code, managerCode, retryAfterMs }: ManagerError): number {
  if (code === 'forbidden') return DENIED_MS
  if (code === 'timeout' || code === 'page_too_slow' || managerCode === 3036) return SILENT_MS
  return Math.min(SILENT_MS, Math.max(LIVE_MS, retryAfterMs ?? 0))
}
