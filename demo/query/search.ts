import { type ColumnName, type Columns, columnNames } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { overColumn } from './condition.ts'
import { isDigits, readDigits } from './python-value.ts'
import { likeTest } from './sqlite.ts'
import type { RowTest } from './where-clause.ts'

const searched: readonly ColumnName[] = columnNames.filter((name) => name !== 'id')

/**
 * A test for a text anywhere in any column, hidden ones too; the id is compared whole, as a number.
 * @throws ManagerError 1000 for digits that are no number
 */
export function searchTest(text: string, columns: Columns): RowTest {
  const pattern = text.replace(/['"]/g, '_')
  const anywhere = likeTest(`%${pattern}%`)
  const wholeId = likeTest(isDigits(text) ? String(readNumber(text)) : pattern)
  const tests = searched.map((name) => overColumn(columns[name], anywhere))
  return (row) => wholeId(columns.id.read(row)) || tests.some((test) => test(row))
}

function readNumber(text: string): bigint {
  const number = readDigits(text)
  if (number === undefined) throw new ManagerError(1000, undefined, 'internal')
  return number
}
