import type { Column } from '../fleet/columns.ts'

/** A field of one of the manager's smaller tables. */
export interface TableField {
  /** The column's name in the database. */
  readonly column: string
  readonly affinity: Column['affinity']
  /** Dates take ages and calendar dates in `q`. */
  readonly isDate?: boolean
}

/** Fields by the names the API gives them. */
export type TableFields = Readonly<Record<string, TableField>>
