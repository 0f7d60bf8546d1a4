import type { Column, Columns, Value } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { dateTest } from './date-condition.ts'
import type { Condition } from './parse-q.ts'
import { tidyJson } from './python-value.ts'
import { compareNocase, likeTest, numericAffinity } from './sqlite.ts'
import { agentVocabulary, columnOf, type Vocabulary } from './vocabulary.ts'
import type { RowTest } from './where-clause.ts'

export type CellTest = (value: Value) => boolean

/**
 * Compiles one condition into a test of rows.
 * @throws ManagerError 1409 operator not for this field, 1412 unreadable date
 */
export function conditionTest(
  condition: Condition,
  columns: Columns,
  nowSeconds: number,
  vocabulary: Vocabulary = agentVocabulary,
): RowTest {
  if (Array.isArray(condition.value)) return rightsTest(condition, columns)
  const { field } = condition
  const name = columnOf(vocabulary, field)
  if (name === undefined) throw new ManagerError(1408, field)
  const column = columns[name]
  const { value, operator, padded } = cleaned(condition)
  if (vocabulary.dates.has(field)) {
    const isOld = overColumn(column, dateTest(value, operator, nowSeconds))
    const id = columns.id
    return (row) => isOld(row) && id.read(row) !== 0
  }
  if (value === null) return overColumn(column, (cell) => cell === null)
  if (field === 'group') return overColumn(column, groupTest(value, operator))
  const literal = field === 'version' ? value.replace(/([a-zA-Z])(v)/g, '$1 $2') : value
  if (operator === 'LIKE') return overColumn(column, likeTest(padded ? `%${literal}%` : literal))
  return overColumn(column, comparison(column, operator, literal))
}

/** Quotes become wildcards, and with them every operator becomes LIKE. */
export function cleaned(condition: Condition): { value: string | null; operator: Condition['operator']; padded: boolean } {
  if (typeof condition.value !== 'string') return { value: null, operator: condition.operator, padded: false }
  const value = tidyJson(condition.value)
  if (!/['"]/.test(value)) return { value, operator: condition.operator, padded: true }
  return { value: value.replace(/['"]/g, '_'), operator: 'LIKE', padded: condition.operator === 'LIKE' }
}

function rightsTest(condition: Condition, columns: Columns): RowTest {
  const list = Array.isArray(condition.value) ? condition.value : []
  const ids = new Set(list.map(Number))
  const listed = (row: number) => ids.has(Number(columns.id.read(row)))
  return condition.operator === 'IN' ? listed : (row) => !listed(row)
}

function groupTest(value: string, operator: Condition['operator']): CellTest {
  if (operator === 'LIKE') return likeTest(`%${value}%`)
  const member = likeTest(`%,${value},%`)
  const isMember: CellTest = (cell) => member(`,${cell},`)
  if (operator === '=') return (cell) => cell !== null && isMember(cell)
  if (operator === '!=') return (cell) => cell !== null && !isMember(cell)
  throw new ManagerError(1409, `Valid operators for 'group' field: =, !=, ~. Used operator: ${operator}`)
}

/** A test of cells against a literal, by the column's affinity and without regard to case. */
export function comparison(column: Pick<Column, 'affinity'>, operator: Condition['operator'], literal: string): CellTest {
  const holds = (order: number) =>
    operator === '=' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : order > 0
  if (column.affinity === 'integer') {
    const number = numericAffinity(literal)
    // Every number stands before every text.
    if (typeof number === 'string') return (cell) => cell !== null && holds(-1)
    return (cell) => cell !== null && holds(Number(cell) - number)
  }
  return (cell) => cell !== null && holds(compareNocase(String(cell), literal))
}

/** Applies a test to a column, once per distinct value where there are few. */
export function overColumn(column: Column, test: CellTest): RowTest {
  if (!column.coded) return (row) => test(column.read(row))
  const { code, values } = column.coded
  const verdicts = values.map(test)
  return (row) => verdicts[code(row)] ?? test(column.read(row))
}
