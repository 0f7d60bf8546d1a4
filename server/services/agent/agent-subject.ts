import { type Agent, formatAgentId } from '#lib/agent/agent.ts'
import { inScope, seesCard } from '#lib/agent/scope.ts'
import { compareVersions, parseVersion } from '#lib/agent/version.ts'
import type { NoAnswer } from '#lib/contract/agent-live.ts'
import { findAgent } from '#server/fleet/find-agent.ts'
import type { VisibleEndpoint } from '#server/store/visible-endpoint.ts'
import { noAnswer } from '../asked.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { Session } from '../people/sessions.ts'
import { readSnapshot } from '../read-input.ts'
import type { AgentDesk, Asker } from './agent-desk.ts'

/** What verbs about one agent get that ask its manager. */
export interface AskContext extends ServiceContext {
  readonly desk: AgentDesk
  readonly session: Session
}

/** The agent that a question is about, and who asks its manager. */
export interface Subject {
  readonly manager: string
  /** 0 is the manager itself. */
  readonly id: number
  /** As the store knows it; `null` for the manager itself. */
  readonly agent: Agent | null
  readonly endpoint: VisibleEndpoint | null
  readonly asker: Asker
  /** Of the manager; `null` when it is not known. */
  readonly managerVersion: readonly number[] | null
}

/** The first version of a manager that keeps inventory and the rest elsewhere. Source: manager API 5.0, list of endpoints. */
const WITHOUT_QUESTIONS = [5]

/**
 * Finds the agent as the asker may see it: one outside their rights is answered as one that does not exist.
 * @throws ServiceError `not_found`, `not_ready`
 */
export async function subjectOf(ctx: AskContext, input: { manager: string; id: string }): Promise<Subject> {
  const snapshot = readSnapshot(ctx)
  const { manager } = input
  const id = /^\d{1,10}$/.test(input.id) ? Number(input.id) : null
  const found = id === null ? null : await findAgent(snapshot, ctx.scope, { manager, id })
  const asker = askerAt(ctx.session, manager)
  const isCard = id === 0 && seesCard(ctx.scope, manager)
  if (id === null || !asker || (found === null && !isCard)) throw new ServiceError('not_found', 'There is no such agent.')
  const version = snapshot.managers.find((row) => row.id === manager)?.version ?? null
  const { agent = null, endpoint = null } = found ?? {}
  return { manager, id, agent, endpoint, asker, managerVersion: version === null ? null : parseVersion(version) }
}

/** The account of a session that may ask a manager: its own, one that joined it, or ours on behalf of somebody without one. */
export function askerAt(session: Session, manager: string): Asker | null {
  const access = session.callsAt(manager)
  const account = session.others.find((one) => one.manager === manager) ?? session
  return access && { key: JSON.stringify([account.manager, account.username]), access, inventory: account.inventory }
}

/** Why a question need not be asked, or `null`. What the manager would refuse, and what would hold it up, is not asked. */
export function knownBefore(
  { agent, managerVersion }: Subject,
  need: { active?: boolean; minVersion?: string; agentOnly?: boolean },
): NoAnswer | null {
  if (managerVersion && compareVersions(managerVersion, WITHOUT_QUESTIONS) >= 0) return noAnswer('not_offered')
  if (agent === null) return need.agentOnly ? noAnswer('manager_itself') : null
  if (agent.status === 'never_connected') return noAnswer('never_connected')
  if (need.active && agent.status !== 'active') return noAnswer(agent.status === 'unknown' ? 'unknown_status' : agent.status)
  const version = agent.version === null ? null : parseVersion(agent.version)
  const needed = need.minVersion === undefined ? null : parseVersion(need.minVersion)
  return version && needed && compareVersions(version, needed) < 0 ? noAnswer('too_old', need.minVersion) : null
}

/** Whether the asker's rights allow reading the agent's inventory, as the manager would decide it. */
export function mayReadInventory({ manager, id, agent, asker }: Subject): boolean {
  return inScope(asker.inventory, { manager, id: formatAgentId(id), groups: agent?.groups ?? [] })
}
