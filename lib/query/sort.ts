import { findField, SORTABLE_FIELDS, type SortableField } from './fields.ts'

export interface Sort {
  readonly field: SortableField
  readonly descending: boolean
}

export const DEFAULT_SORT: Sort = { field: 'name', descending: false }

/** `-lastKeepAlive` → that field, descending; `null` when the field is unknown or can't be sorted by. */
export function parseSort(text: string): Sort | null {
  const descending = text.startsWith('-')
  const name = findField(text.replace(/^[-+]/, ''))
  const field = SORTABLE_FIELDS.find((f) => f === name)
  return field ? { field, descending } : null
}

/** The canonical text of a sort, as it stands in URLs. */
export function printSort(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.field}`
}
