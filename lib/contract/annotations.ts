import { fold } from '#lib/agent/collate.ts'
import { lineOf, linesOf } from './visible-text.ts'
import { z } from './zod.ts'

/** How much people may write of one endpoint, in UTF-16 code units. */
export const ANNOTATION_LIMITS = { aliasLength: 64, tags: 12, tagLength: 32, notes: 50, noteLength: 2000 } as const

const time = z.iso.datetime()
/** Stands for exactly one endpoint, so that nothing meant for it lands on another that took its id. */
const endpoint = z.string().check(z.maxLength(64))
const version = z.int().check(z.minimum(0))

/** One note. Its author alone may change it; an administrator may remove it, too. */
export const note = z.object({
  id: z.number(),
  text: z.string(),
  by: z.string(),
  at: time,
  /** When its author last changed it. */
  changedAt: z.nullable(time),
  own: z.boolean(),
  removable: z.boolean(),
  version,
})
export type Note = z.infer<typeof note>

/** `GET /api/agents/{manager}/{id}/annotations`: what people wrote of an endpoint; the newest note first. */
export const annotations = z.object({
  endpoint,
  /** Of alias and tags; goes with their next change. */
  version,
  alias: z.nullable(z.string()),
  tags: z.array(z.string()),
  /** Who changed alias or tags last. */
  changedBy: z.nullable(z.string()),
  changedAt: z.nullable(time),
  notes: z.array(note),
  /** It is gone: what was written can be read, and no more be written. */
  removed: z.boolean(),
})
export type Annotations = z.infer<typeof annotations>

/** A comma parts tags where they are typed. */
const tag = lineOf(ANNOTATION_LIMITS.tagLength).check(z.refine((text) => !text.includes(',')))

/** `PUT /api/agents/{manager}/{id}/annotations`: alias and tags as they are from now on. */
export const annotationChange = z.strictObject({
  endpoint,
  version,
  alias: z.nullable(lineOf(ANNOTATION_LIMITS.aliasLength)),
  tags: z.pipe(
    z.array(tag).check(z.maxLength(ANNOTATION_LIMITS.tags)),
    z.transform((tags) => tags.filter((one, place) => tags.findIndex((other) => fold(other) === fold(one)) === place)),
  ),
})
export type AnnotationChange = z.input<typeof annotationChange>

/** `POST /api/agents/{manager}/{id}/notes`. */
export const newNote = z.strictObject({ endpoint, text: linesOf(ANNOTATION_LIMITS.noteLength) })

/** `PATCH /api/agents/{manager}/{id}/notes/{note}`. */
export const noteChange = z.strictObject({ version, text: linesOf(ANNOTATION_LIMITS.noteLength) })
