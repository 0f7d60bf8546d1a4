import { LIMITS } from './limits.ts'
import { z } from './zod.ts'

/** Saved views of one person, and how much may stand in one. */
export const VIEW_LIMITS = { perPerson: 100, nameLength: 60, columnsLength: 400, sortLength: 40 } as const

/** A name as it is kept: without blanks around it and without what can't be seen. */
const name = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(VIEW_LIMITS.nameLength),
  z.refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)),
)

const query = z.string().check(z.maxLength(LIMITS.queryLength))
const sort = z.string().check(z.maxLength(VIEW_LIMITS.sortLength))
/** Keys of columns with commas between, as in the address of the list; '' for the usual ones. */
const cols = z.string().check(z.maxLength(VIEW_LIMITS.columnsLength), z.regex(/^[\w.,-]*$/))

/** `listed`: those gone for long are in the list while it has no filter. */
const gone = z.enum(['', 'listed'])

/** One saved view: what a list is, never its rows. */
export const viewItem = z.object({
  id: z.string(),
  name: z.string(),
  q: z.string(),
  sort: z.string(),
  cols: z.string(),
  gone,
  shared: z.boolean(),
  /** The person who asks made it, and alone may change or remove it. */
  own: z.boolean(),
  owner: z.string(),
  /** The person who asks starts with it. */
  isDefault: z.boolean(),
})
export type ViewItem = z.infer<typeof viewItem>

/** `GET /api/views`: the person's own views and those shared by others at the same manager, by name. */
export const viewsList = z.object({ views: z.array(viewItem) })
export type ViewsList = z.infer<typeof viewsList>

/** `POST /api/views`. */
export const newView = z.strictObject({
  name,
  q: z.default(query, ''),
  sort: z.default(sort, ''),
  cols: z.default(cols, ''),
  gone: z.default(gone, ''),
  shared: z.default(z.boolean(), false),
  isDefault: z.default(z.boolean(), false),
})
export type NewView = z.input<typeof newView>

/** `PATCH /api/views/{id}`: what is left out stays. Anybody who sees a view may start with it; the rest is its owner's. */
export const viewChange = z.strictObject({
  name: z.optional(name),
  q: z.optional(query),
  sort: z.optional(sort),
  cols: z.optional(cols),
  gone: z.optional(gone),
  shared: z.optional(z.boolean()),
  isDefault: z.optional(z.boolean()),
})
export type ViewChange = z.input<typeof viewChange>

/** The address of a view. It always says which view it is, so that the address without anything can mean the default one. */
export function viewHref({ id, q, sort, cols, gone }: Pick<ViewItem, 'id' | 'q' | 'sort' | 'cols' | 'gone'>): string {
  const parts = Object.entries({ q, sort, cols, gone, view: id }).filter(([, value]) => value !== '')
  return `/?${parts.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`
}

/** As `URLSearchParams` writes it, so that the address stays the same when a browser does. */
function encode(value: string): string {
  return encodeURIComponent(value)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The address of the plain list, whatever the default view. */
export const PLAIN_LIST_HREF = '/?view=all'

/** Whether `view` of an address names a saved view, rather than none or the plain list. */
export function isSavedView(view: string): boolean {
  return view !== '' && view !== 'all'
}

/** An address of the list that means the same to everybody and at any time: the bare one is each person's default view. */
export function lastingHref(href: string): string {
  return href === '/' ? PLAIN_LIST_HREF : href
}
