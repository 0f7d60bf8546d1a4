import { formatAgentId } from '#lib/agent/agent.ts'
import { toSyncState } from '#lib/agent/status.ts'
import type { AgentAt, Claim, MomentAnswer } from '#lib/contract/agent-at.ts'
import { type Change, exactTime, type FieldAt } from '#lib/insight/moment/field-at.ts'
import { type Absence, type StateAt, stateAt, type Watch } from '#lib/insight/moment/state-at.ts'
import { momentOf } from '#lib/insight/moment.ts'
import { parseMoment } from '#lib/query/moment-text.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import { rollUpsRepo } from '#server/store/rollups-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { watchedSince } from '../past/watched-since.ts'
import { readSnapshot } from '../read-input.ts'
import { endpointsOfId, factsOf, heldAt } from './endpoints-of-id.ts'

/** Clocks differ by some seconds, and an alert may be looked at in the second in which it came. */
const AHEAD_MS = 60_000

/**
 * How the endpoint that had an id at a moment stood then: what the manager said, what we had seen, what is known now. One outside the
 * scope is answered as one that never was. @throws ServiceError `not_found`, `bad_request`, `not_ready`
 */
export async function getMoment({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { manager: string; id: string; at?: string | undefined }
}): Promise<AgentAt> {
  const snapshot = readSnapshot(ctx)
  const { manager } = input
  const view = snapshot.managers.find((row) => row.id === manager)
  const at = readMoment(input.at ?? '', Math.max(ctx.clock.now(), view?.asOf ?? 0))
  const id = /^\d{1,10}$/.test(input.id) ? Number(input.id) : 0
  const endpoints = await endpointsOfId(ctx, snapshot, { manager, id })
  const known = heldAt(endpoints, at)
  if (!known) throw new ServiceError('not_found', 'There is no such agent.')
  const { since, trueSince } = await watchedSince(ctx, manager)
  const past = { ...factsOf(snapshot, known), changes: await endpointPastRepo(ctx.prisma).changes(known.endpoint) }
  const state = stateAt(past, at, await watchAt(ctx, manager, at, since))
  return {
    ...{ manager, id: formatAgentId(known.id), name: known.name, at: iso(at) },
    place: known.agent ? 'now' : endpoints[0]?.agent ? 'replaced' : 'removed',
    generated: ctx.config.demo && since !== null && at >= since && (trueSince === null || at < trueSince),
    answer: toAnswer(state),
  }
}

/** @param now as the later of the clocks has it @throws ServiceError `bad_request` with a sentence */
export function readMoment(text: string, now: number): number {
  const read = parseMoment(text)
  if (!read.ok) {
    const say =
      read.problem === 'no_zone'
        ? 'This time has no zone. Add one, such as Z or +00:00: 2026-01-31T08:00:00Z.'
        : '“at” is a time with a zone such as 2026-01-31T08:00:00Z, or epoch seconds or milliseconds.'
    throw new ServiceError('bad_request', say)
  }
  if (read.at > now + AHEAD_MS) throw new ServiceError('bad_request', 'This moment is in the future; nothing is known of it.')
  return read.at
}

async function watchAt({ prisma, scope }: ServiceContext, manager: string, at: number, since: number | null): Promise<Watch> {
  const passes = await rollUpsRepo(prisma).passesAround(scope, manager, at)
  const { precision, before, after } = momentOf(passes, at, at)
  // Passes are forgotten sooner than changes; then nobody can say whether one looked.
  return { since, before: before?.at ?? null, after: after?.at ?? null, gap: precision === 'between' && after !== null }
}

function toAnswer(state: StateAt | Absence): MomentAnswer {
  switch (state.kind) {
    case 'before_history':
      return { kind: state.kind, since: isoTime(state.since) }
    case 'not_enrolled':
      return { kind: state.kind, enrolledAt: isoTime(state.enrolledAt) }
    case 'not_seen_yet':
      return { kind: state.kind, enrolledAt: iso(state.enrolledAt), seenBy: iso(state.seenAt) }
    case 'removing':
    case 'removed':
      return { kind: state.kind, lastSeenAt: isoTime(state.lastAt), removedBy: iso(state.removedAt) }
    case 'known': {
      const { said, seen, verdict, heard, declaredAt, backBy, gap } = state
      return {
        kind: 'known',
        said: {
          status: toClaim(said.status),
          statusCode: toClaim(said.status_code),
          sync: toClaim(said.group_config_status, toSyncState),
          mergedSum: toClaim(said.mergedSum),
          configSum: toClaim(said.configSum),
          groups: toClaim(said.group),
          nodeName: toClaim(said.node_name),
          ip: toClaim(said.ip),
          version: toClaim(said.version),
        },
        seen: seen && { status: seen.status, sync: toSyncState(seen.sync), at: iso(seen.at) },
        now: {
          ...{ verdict, heardAt: isoTime(heard.at), heardFrom: isoTime(heard.from), heardTo: isoTime(heard.to) },
          ...{ declaredAt: isoTime(declaredAt), backBy: isoTime(backBy) },
        },
        gap,
      }
    }
  }
}

function toClaim({ value, or, last, next }: FieldAt, read: (word: string | null) => string | null = (word) => word): Claim {
  return {
    value: read(value),
    either: or === undefined ? null : { value: read(or) },
    since: last && timeOf(last),
    next: next && { ...timeOf(next), to: read(next.to) },
  }
}

function timeOf(change: Change) {
  return { exact: isoTime(exactTime(change)), after: isoTime(change.afterAt), by: iso(change.seenAt) }
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
