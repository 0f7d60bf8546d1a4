import {
  type Annotations,
  annotationChange,
  ANNOTATION_LIMITS as LIMITS,
  type Note,
  newNote,
  noteChange,
} from '#lib/contract/annotations.ts'
import type { Schema } from '#lib/contract/zod.ts'
import { type AnnotationsWriter, annotationReads, type NoteRow } from '#server/store/annotations-repo.ts'
import type { PersonName } from '#server/store/views-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { endpointToken } from './endpoint-token.ts'
import { endpointsOfId, type KnownEndpoint } from './endpoints-of-id.ts'

interface Person extends PersonName {
  readonly administrator: boolean
}

/** What reading takes: whose rights, and who asks, because only an author may change a note. */
export interface AnnotationsContext extends ServiceContext {
  readonly who: Person
}

/** What writing takes beside that. */
export interface AnnotatingContext extends AnnotationsContext {
  readonly annotations: AnnotationsWriter
  /** Brings the index up to what was just written. */
  readonly refresh: () => Promise<void>
}

interface Address {
  readonly manager: string
  readonly id: string
}
type Written = { ctx: AnnotatingContext; input: Address & { body: unknown } }

/** What people wrote of the endpoint that has, or last had, an id. @throws ServiceError `not_found`, `not_ready` */
export async function getAnnotations({ ctx, input }: { ctx: AnnotationsContext; input: Address }): Promise<Annotations> {
  return answer(ctx, await find(ctx, input))
}

/** Sets alias and tags. @throws ServiceError `bad_request`, `not_found`, `conflict` when they are not those it was made of */
export async function setAnnotations({ ctx, input: { body, ...address } }: Written): Promise<Annotations> {
  const { endpoint: meant, ...given } = read(annotationChange, body)
  const found = await findPresent(ctx, address, meant)
  const outcome = await ctx.annotations.save(found.endpoint, ctx.who, given, ctx.clock.now())
  if (outcome === 'changed')
    throw new ServiceError('conflict', 'Somebody changed alias or tags meanwhile. Look again, then repeat it.')
  // A refresh that was under way may have read before this was written; the second one has not.
  await ctx.refresh().catch(() => undefined)
  await ctx.refresh().catch(() => undefined)
  return answer(ctx, found)
}

/** Adds a note. @throws ServiceError `bad_request`, `not_found`, `conflict` */
export async function addNote({ ctx, input: { body, ...address } }: Written): Promise<Annotations> {
  const { endpoint: meant, text } = read(newNote, body)
  const found = await findPresent(ctx, address, meant)
  const terms = { now: ctx.clock.now(), limit: LIMITS.notes }
  if ((await ctx.annotations.addNote(found.endpoint, ctx.who, text, terms)) === 'full')
    throw new ServiceError('conflict', `There are ${LIMITS.notes} notes on it, which is the most. Remove one first.`)
  return answer(ctx, found)
}

/** Changes a note of the person who asks. @throws ServiceError `bad_request`, `not_found`, `not_owner`, `conflict` */
export async function changeNote({ ctx, input: { body, note: id, ...address } }: NoteCall): Promise<Annotations> {
  const { version, text } = read(noteChange, body)
  const found = await findPresent(ctx, address, null)
  const row = await findNote(ctx, found, id)
  if (!isOwn(row, ctx.who)) throw notOwner(row, 'change')
  const outcome = await ctx.annotations.changeNote(found.endpoint, { id: row.id, version }, text, ctx.clock.now())
  if (outcome === 'changed') throw noteChanged()
  return answer(ctx, found)
}

/** Removes a note: its author may, and an administrator. @throws ServiceError `bad_request`, `not_found`, `not_owner`, `conflict` */
export async function removeNote({
  ctx,
  input: { note: id, version, ...address },
}: {
  ctx: AnnotatingContext
  input: Address & { note: string; version: string | undefined }
}): Promise<Annotations> {
  if (version === undefined || !/^\d{1,9}$/.test(version)) throw new ServiceError('bad_request', '“version” is missing.')
  const found = await findPresent(ctx, address, null)
  const row = await findNote(ctx, found, id)
  if (!isRemovable(row, ctx.who, address.manager)) throw notOwner(row, 'remove')
  const outcome = await ctx.annotations.removeNote(found.endpoint, { id: row.id, version: Number(version) })
  if (outcome === 'changed') throw noteChanged()
  return answer(ctx, found)
}

type NoteCall = { ctx: AnnotatingContext; input: Address & { note: string; body: unknown } }

async function answer(ctx: AnnotationsContext, { endpoint, name, dateAdd, removed }: KnownEndpoint): Promise<Annotations> {
  const reads = annotationReads(ctx.prisma)
  const { alias, tags, version, by, changedAt } = await reads.annotation(endpoint)
  const notes = await reads.notes(endpoint)
  return {
    endpoint: endpointToken({ name, dateAdd }),
    ...{ version, alias, tags: [...tags], changedBy: by, changedAt: isoTime(changedAt) },
    notes: notes.map((row) => toNote(row, ctx.who, endpoint.manager)),
    removed: removed !== null,
  }
}

function toNote(row: NoteRow, who: Person, manager: string): Note {
  const { id, text, author, madeAt, changedAt, version } = row
  return {
    ...{ id, text, by: author.username, version, own: isOwn(row, who), removable: isRemovable(row, who, manager) },
    at: new Date(madeAt).toISOString(),
    changedAt: isoTime(changedAt),
  }
}

function isOwn({ author }: NoteRow, who: Person): boolean {
  return author.manager === who.manager && author.username === who.username
}

/** Somebody is an administrator of the manager that they signed in at, and of no other. */
function isRemovable(row: NoteRow, who: Person, manager: string): boolean {
  return isOwn(row, who) || (who.administrator && who.manager === manager)
}

/** One outside the scope is answered as one that does not exist. */
async function find(ctx: AnnotationsContext, { manager, id }: Address): Promise<KnownEndpoint> {
  const number = /^\d{1,10}$/.test(id) ? Number(id) : 0
  const [found] = await endpointsOfId(ctx, readSnapshot(ctx), { manager, id: number })
  if (!found) throw new ServiceError('not_found', 'There is no such agent.')
  return found
}

/** @param meant the endpoint that the person was shown; `null` where what is changed belongs to one alone */
async function findPresent(ctx: AnnotationsContext, address: Address, meant: string | null): Promise<KnownEndpoint> {
  const found = await find(ctx, address)
  if (found.removed !== null) throw new ServiceError('not_found', 'This agent was removed; nothing more is written of it.')
  if (meant !== null && meant !== endpointToken(found))
    throw new ServiceError('conflict', 'Another agent has this id by now. Look again, then repeat it.')
  return found
}

async function findNote({ prisma }: AnnotationsContext, { endpoint }: KnownEndpoint, id: string): Promise<NoteRow> {
  const row = (await annotationReads(prisma).notes(endpoint)).find((one) => String(one.id) === id)
  if (!row) throw new ServiceError('not_found', 'There is no such note; somebody may have removed it.')
  return row
}

function noteChanged(): ServiceError {
  return new ServiceError('conflict', 'This note was changed or removed meanwhile. Look again, then repeat it.')
}

function notOwner({ author }: NoteRow, act: 'change' | 'remove'): ServiceError {
  return new ServiceError('not_owner', `${author.username} wrote this note and alone can ${act} it. Write one of your own.`)
}

function read<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new ServiceError('bad_request', WRONG[String(result.error.issues[0]?.path[0])] ?? 'This says nothing of an agent.')
}

const WRONG: Readonly<Record<string, string>> = {
  alias: `An alias has up to ${LIMITS.aliasLength} visible characters.`,
  tags: `There are up to ${LIMITS.tags} tags, each of up to ${LIMITS.tagLength} visible characters and no comma.`,
  text: `A note has up to ${LIMITS.noteLength} visible characters.`,
}
