import { formatAgentId } from '#lib/agent/agent.ts'
import { inScope } from '#lib/agent/scope.ts'
import type { ChangeItem, ChangesPage } from '#lib/contract/events.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { parseAge } from '#lib/query/age.ts'
import { hasBit } from '#server/fleet/bits.ts'
import { managersInScope, scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { slotOf } from '#server/fleet/table.ts'
import { type ChangePlace, type ChangeRow, changesRepo, placeOf } from '#server/store/changes-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { readTime } from '../read-time.ts'

export interface ChangesInput {
  readonly at?: string | undefined
  readonly window?: string | undefined
  readonly field?: string | undefined
  readonly limit?: string | undefined
  readonly after?: string | undefined
}

/** Rows read at once: most of a page, when the scope sees them all. */
const SLICE = 500
const WINDOW_SECONDS = 600
const WINDOW_MAX_SECONDS = 7 * 86_400

/**
 * What changed around a moment, in order: what passes saw within the window before and after it, and what the first pass after that saw
 * if it may have happened within. @throws ServiceError `bad_request`, `bad_cursor`, `not_ready`
 */
export async function getChanges({ ctx, input }: { ctx: ServiceContext; input: ChangesInput }): Promise<ChangesPage> {
  const window = readWindow(input, ctx.clock.now())
  const limit = readLimit(input.limit)
  const start = input.after === undefined ? null : readCursor(input.after)
  const snapshot = readSnapshot(ctx)
  const found: Found[] = []
  for (const { id } of managersInScope(snapshot.managers, ctx.scope)) {
    found.push(...(await ofManager(ctx, snapshot, id, window, start, limit + 1)))
  }
  found.sort(compare)
  const items = found.slice(0, limit)
  const last = items[items.length - 1]
  return {
    from: iso(window.from),
    to: iso(window.to),
    items: items.map(({ item }) => item),
    after: last && found.length > limit ? writeCursor(last) : null,
  }
}

interface Found {
  readonly manager: string
  readonly place: ChangePlace
  readonly item: ChangeItem
}
/** The manager and the place of the last row of a page; rows are ordered by time, then by manager. */
type Start = Pick<Found, 'manager' | 'place'>

async function ofManager(
  ctx: ServiceContext,
  snapshot: FleetSnapshot,
  manager: string,
  window: { from: number; to: number; field: string | null },
  start: Start | null,
  limit: number,
): Promise<Found[]> {
  const repo = changesRepo(ctx.prisma)
  const found: Found[] = []
  for (let place = placeIn(manager, start); ; ) {
    const rows = await repo.around(ctx.scope, manager, window, place, SLICE)
    const names = await namesOf(ctx, snapshot, manager, rows)
    for (const row of rows) {
      const known = names.get(row.key)
      if (known) found.push({ manager, place: placeOf(row), item: toItem(manager, row, known) })
    }
    const last = rows[rows.length - 1]
    if (!last || rows.length < SLICE || found.length >= limit) return found
    place = placeOf(last)
    if (snapshot.turns.spent) await snapshot.turns.next()
  }
}

/** Names of the endpoints of some changes, of those only that the scope sees. */
async function namesOf(
  { prisma, scope }: ServiceContext,
  snapshot: FleetSnapshot,
  manager: string,
  rows: readonly ChangeRow[],
): Promise<Map<number, { name: string; gone: boolean }>> {
  const { layout, text } = snapshot.table
  const bits = await scopeSlots(snapshot, scope)
  const names = new Map<number, { name: string; gone: boolean }>()
  const others = new Set<number>()
  for (const { key, agentId } of rows) {
    const slot = slotOf(layout, manager, agentId)
    // The same id can be another endpoint now.
    if (slot < 0 || layout.keys[slot] !== key) others.add(key)
    else if (hasBit(bits, slot)) names.set(key, { name: text.name.words.values[text.name.codes[slot] ?? 0] ?? '', gone: false })
  }
  for (const { key, agentId, name, groups } of await changesRepo(prisma).gone(scope, manager, [...others])) {
    if (inScope(scope, { manager, id: String(agentId), groups })) names.set(key, { name, gone: true })
  }
  return names
}

function toItem(manager: string, row: ChangeRow, { name, gone }: { name: string; gone: boolean }): ChangeItem {
  return {
    manager,
    id: formatAgentId(row.agentId),
    name,
    gone,
    field: row.field,
    from: row.from,
    to: row.to,
    at: isoTime(row.at),
    seenAfter: isoTime(row.afterAt),
    seenBy: iso(row.seenAt),
    lastKeepAlive: isoTime(row.lastKeepAlive),
  }
}

function readWindow(input: ChangesInput, now: number): { from: number; to: number; field: string | null } {
  if (!input.at) throw new ServiceError('bad_request', '“at” is missing: the moment to look around.')
  const at = readTime('at', input.at, now)
  const seconds = input.window ? parseAge(input.window) : WINDOW_SECONDS
  if (seconds === null || seconds > WINDOW_MAX_SECONDS)
    throw new ServiceError('bad_request', '“window” is a time such as 10m, seven days at most.')
  const field = input.field || null
  if (field !== null && !/^[A-Za-z_]{1,40}$/.test(field)) throw new ServiceError('bad_request', 'There is no such field.')
  return { from: at - seconds * 1000, to: at + seconds * 1000, field }
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return LIMITS.pageRowsDefault
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= LIMITS.pageRows) return limit
  throw new ServiceError('bad_request', `The limit is a number from 1 to ${LIMITS.pageRows}.`)
}

/** From where a manager's rows go on: at the same time those before the cursor's manager are done, those after it are not begun. */
function placeIn(manager: string, start: Start | null): ChangePlace {
  if (!start) return [Number.MIN_SAFE_INTEGER, -1, -1]
  if (manager === start.manager) return start.place
  return manager < start.manager ? [start.place[0], 1, Number.MAX_SAFE_INTEGER] : [start.place[0], -1, -1]
}

function compare(a: Found, b: Found): number {
  const [[at, source, id], [at2, source2, id2]] = [a.place, b.place]
  return at - at2 || (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : source - source2 || id - id2)
}

function writeCursor({ manager, place }: Found): string {
  return Buffer.from(JSON.stringify([manager, ...place])).toString('base64url')
}

function readCursor(text: string): Start {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const [manager, ...place] = Array.isArray(parts) ? parts : []
    const [at, source, id] = place.map(Number)
    if (typeof manager === 'string' && place.length === 3 && [at, source, id].every(Number.isSafeInteger))
      return { manager, place: [at ?? 0, source ?? 0, id ?? 0] }
  } catch {
    // Falls through to the refusal.
  }
  throw new ServiceError('bad_cursor', 'This cursor does not come from here.')
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
