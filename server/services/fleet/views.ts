import { randomUUID } from 'node:crypto'
import { fold } from '#lib/agent/collate.ts'
import { newView, VIEW_LIMITS, type ViewItem, type ViewsList, viewChange } from '#lib/contract/views.ts'
import type { Schema, z } from '#lib/contract/zod.ts'
import { printQuery } from '#lib/query/print.ts'
import { printSort } from '#lib/query/sort.ts'
import type { Clock } from '#server/clock.ts'
import type { PersonName, ViewRow, ViewsRepo } from '#server/store/views-repo.ts'
import { ServiceError } from '../errors.ts'
import { readQuery } from '../read-input.ts'
import { readSort } from './list-agents.ts'

/** What verbs about views need: the person who asks, and where views are kept. */
export interface ViewsContext {
  readonly views: ViewsRepo
  readonly clock: Pick<Clock, 'now'>
  readonly who: PersonName
}

/** The views that a person may use, by name. */
export async function listViews({ ctx }: { ctx: ViewsContext }): Promise<ViewsList> {
  const first = await ctx.views.defaultOf(ctx.who)
  return { views: (await ctx.views.visibleTo(ctx.who)).map((row) => toItem(row, ctx.who, first)) }
}

/** Keeps a new view of the person who asks. @throws ServiceError `bad_request`, `bad_query`, `conflict` */
export async function createView({ ctx, input }: { ctx: ViewsContext; input: unknown }): Promise<ViewItem> {
  const { isDefault, ...given } = read(newView, input)
  const id = randomUUID()
  const view = toFields(given)
  const limit = VIEW_LIMITS.perPerson
  const outcome = await ctx.views.insert(ctx.who, id, view, { now: ctx.clock.now(), limit })
  if (outcome === 'full') throw new ServiceError('conflict', `You have ${limit} views, which is the most. Remove one first.`)
  if (outcome === 'taken') throw nameTaken(view.name)
  if (isDefault) await ctx.views.setDefault(ctx.who, id)
  return toItem({ ...view, id, owner: ctx.who.username }, ctx.who, isDefault ? id : null)
}

/** Changes a view, or whether one starts with it. @throws ServiceError `bad_request`, `bad_query`, `not_found`, `not_owner`, `conflict` */
export async function changeView({
  ctx,
  input: { id, change },
}: {
  ctx: ViewsContext
  input: { id: string; change: unknown }
}): Promise<ViewItem> {
  const { isDefault, ...given } = read(viewChange, change)
  const old = await findView(ctx, id)
  let row = old
  if (Object.values(given).some((value) => value !== undefined)) {
    refuseOthers(ctx, old)
    const { name = old.name, q = old.query, sort = old.sort, cols = old.cols, gone = old.gone, shared = old.shared } = given
    const view = toFields({ name, q, sort, cols, gone, shared })
    const outcome = await ctx.views.update(ctx.who, id, view, ctx.clock.now())
    if (outcome === 'taken') throw nameTaken(view.name)
    if (outcome === 'missing') throw notFound()
    row = { ...view, id, owner: old.owner }
  }
  const first = await ctx.views.defaultOf(ctx.who)
  if (isDefault === true) await ctx.views.setDefault(ctx.who, id)
  if (isDefault === false && first === id) await ctx.views.setDefault(ctx.who, null)
  return toItem(row, ctx.who, isDefault === undefined ? first : isDefault ? id : null)
}

/** Removes a view of the person who asks. @throws ServiceError `not_found`, `not_owner` */
export async function removeView({ ctx, input }: { ctx: ViewsContext; input: { id: string } }): Promise<void> {
  refuseOthers(ctx, await findView(ctx, input.id))
  await ctx.views.remove(ctx.who, input.id)
}

/** The view that a person starts with, or `null`; one that is not shared any more is nobody else's. */
export async function defaultView({ ctx }: { ctx: Pick<ViewsContext, 'views' | 'who'> }): Promise<ViewItem | null> {
  const id = await ctx.views.defaultOf(ctx.who)
  if (id === null) return null
  const row = (await ctx.views.visibleTo(ctx.who)).find((view) => view.id === id)
  return row ? toItem(row, ctx.who, id) : null
}

/** Somebody else's personal view is answered as one that does not exist. */
async function findView({ views, who }: ViewsContext, id: string): Promise<ViewRow> {
  const found = (await views.visibleTo(who)).find((view) => view.id === id)
  if (!found) throw notFound()
  return found
}

function refuseOthers({ who }: ViewsContext, { owner, name }: ViewRow): void {
  if (owner !== who.username)
    throw new ServiceError(
      'not_owner',
      `“${name}” belongs to ${owner}, who alone can change or remove it. Save it under a name of yours.`,
    )
}

function toItem({ query, ...row }: ViewRow, { username }: PersonName, first: string | null): ViewItem {
  const { id, name, sort, cols, gone, shared, owner } = row
  return { id, name, q: query, sort, cols, gone, shared, own: owner === username, owner, isDefault: id === first }
}

/** Filters and sorts are kept in their one spelling. @throws ServiceError `bad_query`, `bad_request` */
function toFields({ name, q, sort, cols, gone, shared }: Omit<z.infer<typeof newView>, 'isDefault'>) {
  const query = printQuery(readQuery(q))
  return { name, nameKey: fold(name), query, sort: sort === '' ? '' : printSort(readSort(sort)), cols, gone, shared }
}

function read<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new ServiceError('bad_request', WRONG[String(result.error.issues[0]?.path[0])] ?? 'This is no saved view.')
}

const WRONG: Readonly<Record<string, string>> = {
  name: `A view has a name of up to ${VIEW_LIMITS.nameLength} visible characters.`,
  q: 'The filter of this view is too long.',
  cols: 'The columns of this view can’t be read.',
}

function nameTaken(name: string): ServiceError {
  return new ServiceError('conflict', `You have a view called “${name}” already. Choose another name, or change that one.`)
}

function notFound(): ServiceError {
  return new ServiceError('not_found', 'There is no such view; its owner may have removed it or stopped sharing it.')
}
