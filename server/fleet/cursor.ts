import { printSort, type Sort } from '#lib/query/sort.ts'

/** The value that a row is sorted by, as it was when the cursor was made. */
export type CursorValue = string | number | boolean | null

/** Place of a row in a sorted list, independent of any snapshot: it holds when the row is gone or rows come before it. */
export interface Place {
  readonly value: CursorValue
  readonly manager: string
  readonly id: number
}

/** A cursor that can't be read, is too long, or belongs to another sort or other rights. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError'
}

/** Longer values are cut: the row itself is then asked for its value. */
const VALUE_MAX = 256
const CURSOR_MAX = 4096

/** @param mark of the rights it was made under, `null` for none */
export function encodeCursor(sort: Sort, place: Place, mark: string | null): string {
  const value = typeof place.value === 'string' ? place.value.slice(0, VALUE_MAX) : place.value
  return Buffer.from(
    JSON.stringify([printSort(sort), value, place.manager, place.id, ...(mark === null ? [] : [mark])]),
  ).toString('base64url')
}

/** @throws BadCursorError */
export function decodeCursor(sort: Sort, cursor: string, mark: string | null): Place & { readonly cut: boolean } {
  if (cursor.length > CURSOR_MAX || !/^[\w-]+$/.test(cursor)) throw new BadCursorError('The cursor is not one of ours.')
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new BadCursorError('The cursor is not one of ours.')
  }
  if (!Array.isArray(read) || read.length < 4 || read.length > 5) throw new BadCursorError('The cursor is not one of ours.')
  const [sortText, value, manager, id, madeFor = null]: unknown[] = read
  if (madeFor !== mark) throw new BadCursorError('The cursor was made under other rights.')
  if (sortText !== printSort(sort)) throw new BadCursorError('The cursor belongs to another sort.')
  const isNumber = typeof value === 'number' && Number.isFinite(value)
  const isValue = value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber
  if (!isValue || typeof manager !== 'string' || typeof id !== 'number' || !Number.isSafeInteger(id)) {
    throw new BadCursorError('The cursor is not one of ours.')
  }
  return { value, manager, id, cut: typeof value === 'string' && value.length >= VALUE_MAX }
}
