import type { ColumnName } from '../fleet/columns.ts'
import { dateFields, fieldColumns, fieldNames } from '../fleet/fields.ts'

/** The fields that `q` and `sort` may name, and which of them are read as dates. */
export interface Vocabulary {
  readonly columns: Readonly<Record<string, ColumnName>>
  /** In the order in which error texts list them. */
  readonly names: readonly string[]
  readonly dates: ReadonlySet<string>
}

/** Lists of agents. */
export const agentVocabulary: Vocabulary = { columns: fieldColumns, names: fieldNames, dates: dateFields }

const groupingColumns: Vocabulary['columns'] = { ...fieldColumns, internal_key: 'internal_key' }

/** Counts of agents by field: there the manager forgets which field is secret and which are dates. */
export const groupingVocabulary: Vocabulary = {
  columns: groupingColumns,
  names: Object.keys(groupingColumns).sort(),
  dates: new Set(),
}

export function columnOf(vocabulary: Vocabulary, field: string): ColumnName | undefined {
  return Object.hasOwn(vocabulary.columns, field) ? vocabulary.columns[field] : undefined
}
