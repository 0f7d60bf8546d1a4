import type { Value } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { type CellTest, cleaned, comparison } from './condition.ts'
import { ageEdge, dateTest } from './date-condition.ts'
import type { Condition } from './parse-q.ts'
import { compareText, epochOf, likeTest } from './sqlite.ts'
import type { TableFields } from './table-fields.ts'

/**
 * Compiles one condition over a small table into a test of its cells.
 * @throws ManagerError 1408 unknown field, 1412 unreadable date, 1000 where the manager breaks
 */
export function cellTest(condition: Condition, fields: TableFields, nowSeconds: number): CellTest {
  const field = fields[condition.field]
  if (!field) throw new ManagerError(1408, condition.field)
  const { value, operator, padded } = cleaned(condition)
  if (field.isDate) {
    return field.affinity === 'integer' ? dateTest(value, operator, nowSeconds) : textDateTest(value, operator, nowSeconds)
  }
  if (value === null) return (cell) => cell === null
  const literal = condition.field === 'version' ? value.replace(/([a-zA-Z])(v)/g, '$1 $2') : value
  if (operator === 'LIKE') return likeTest(padded ? `%${literal}%` : literal)
  return comparison(field, operator, literal)
}

/** Inventories keep dates as text, which the manager compares with the digits of an epoch: as text, whatever that gives. */
function textDateTest(value: string | null, operator: Condition['operator'], nowSeconds: number): CellTest {
  if (value === null) throw new ManagerError(1000, undefined, 'internal')
  const age = ageEdge(value, nowSeconds)
  if (age !== undefined) {
    const younger = operator === '<' || operator === '='
    return textTest(younger ? '>' : '<', String(age))
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) throw new ManagerError(1412, value)
  const moment = epochOf(value)
  if (moment === null) return () => false
  return operator === 'LIKE' ? likeTest(String(moment)) : textTest(operator, String(moment))
}

function textTest(operator: Condition['operator'], literal: string): CellTest {
  return (cell: Value) => {
    if (cell === null) return false
    const order = compareText(String(cell), literal)
    return operator === '=' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : order > 0
  }
}
