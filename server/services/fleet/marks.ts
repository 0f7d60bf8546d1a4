import { endMark, MARK_LIMITS, type MarkResult, newMark } from '#lib/contract/marks.ts'
import type { Schema, z } from '#lib/contract/zod.ts'
import { andTerm } from '#lib/query/compose.ts'
import { type Bits, hasBit } from '#server/fleet/bits.ts'
import { matchesOf } from '#server/fleet/match-set.ts'
import { scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { slotOf } from '#server/fleet/table.ts'
import type { MarksRepo } from '#server/store/marks-repo.ts'
import type { PersonName } from '#server/store/views-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { readFilter, readQuery, readSnapshot } from '../read-input.ts'

/** What verbs about marks need beside what they may see: the person who asks, where marks are kept, and the index that shows them. */
export interface MarksContext extends ServiceContext {
  readonly marks: MarksRepo
  readonly who: PersonName
  /** Brings the index up to what was just written. */
  readonly refresh: () => Promise<void>
}

const DAY_MS = 86_400_000
const MARKED = readQuery('expected=true')

/**
 * Says of endpoints in scope that they are expected to be down. Those that match now are meant, not those that match later.
 * @throws ServiceError `bad_request`, `bad_query`, `conflict` when another number matches than was shown, `not_found`, `not_ready`
 */
export async function markAgents({ ctx, input }: { ctx: MarksContext; input: unknown }): Promise<MarkResult> {
  const { reason, until: text, ...target } = read(newMark, input)
  const at = ctx.clock.now()
  const until = Date.parse(text)
  if (!(until > at && until <= at + MARK_LIMITS.days * DAY_MS))
    throw new ServiceError('bad_request', `The end lies ahead, ${MARK_LIMITS.days} days at most.`)
  return act(ctx, target, { kind: 'expected', reason, at, until }, null)
}

/** Ends marks of endpoints in scope, whoever set them. @throws ServiceError as `markAgents` */
export async function endMarks({ ctx, input }: { ctx: MarksContext; input: unknown }): Promise<MarkResult> {
  const at = ctx.clock.now()
  return act(ctx, read(endMark, input), { kind: 'ended', reason: '', at, until: at }, 'marked')
}

type Target = z.infer<typeof endMark>

async function act(
  ctx: MarksContext,
  target: Target,
  what: Parameters<MarksRepo['add']>[1],
  only: 'marked' | null,
): Promise<MarkResult> {
  const snapshot = readSnapshot(ctx)
  const { keys, missing } = await keysOf(ctx, snapshot, target, only)
  if (keys.length === 0) throw new ServiceError('not_found', 'None of these endpoints is there any more.')
  const pause = async () => {
    if (snapshot.turns.spent) await snapshot.turns.next()
  }
  await ctx.marks.add(ctx.who, what, keys, pause)
  // A refresh that was under way may have read before this was written; the second one has not.
  await ctx.refresh().catch(() => undefined)
  await ctx.refresh().catch(() => undefined)
  return { agents: keys.length, missing }
}

/** Keys of the endpoints that are meant. One outside the scope is answered as one that does not exist. */
async function keysOf(
  ctx: ServiceContext,
  snapshot: FleetSnapshot,
  { agents, q, total }: Target,
  only: 'marked' | null,
): Promise<{ keys: number[]; missing: number }> {
  const { scope } = ctx
  const { layout, marks } = snapshot.table
  if ((agents === undefined) === (q === undefined))
    throw new ServiceError('bad_request', 'Give either “agents” or “q”: which endpoints are meant.')
  if (agents !== undefined) {
    const visible = await scopeSlots(snapshot, scope)
    const slots = [...new Set(agents)].map((name) => findSlot(snapshot, visible, name))
    const found = slots.filter((slot) => slot >= 0)
    const meant = only === null ? found : found.filter((slot) => (marks.codes[slot] ?? 0) !== 0)
    return { keys: meant.map((slot) => layout.keys[slot] ?? 0), missing: slots.length - found.length }
  }
  const expr = readFilter(ctx, q)
  const matching = await matchesOf(snapshot, expr, scope)
  if (total !== undefined && total !== matching.count)
    throw new ServiceError('conflict', `Now ${matching.count} match and not ${total}. Look again, then repeat it.`)
  const { bits } = only === null ? matching : await matchesOf(snapshot, andTerm(expr, MARKED), scope)
  const keys: number[] = []
  for (let slot = 0; slot < layout.size; slot++) if (hasBit(bits, slot)) keys.push(layout.keys[slot] ?? 0)
  return { keys, missing: 0 }
}

function findSlot({ table }: FleetSnapshot, visible: Bits, name: string): number {
  const slash = name.indexOf('/')
  const slot = slotOf(table.layout, name.slice(0, slash), Number(name.slice(slash + 1)))
  return slot >= 0 && hasBit(visible, slot) ? slot : -1
}

function read<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new ServiceError('bad_request', WRONG[String(result.error.issues[0]?.path[0])] ?? 'This says of no endpoints what to do.')
}

const WRONG: Readonly<Record<string, string>> = {
  reason: `A reason has up to ${MARK_LIMITS.reasonLength} visible characters.`,
  until: 'The end is a time such as 2026-12-01T18:00:00Z.',
  agents: `“agents” are 1 to ${MARK_LIMITS.agents} names such as main/001; take a filter for more.`,
}
