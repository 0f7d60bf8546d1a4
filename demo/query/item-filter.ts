import { ManagerError } from '../wire/manager-error.ts'

/** An item of a short list, as of groups or nodes. */
export type FlatItem = Readonly<Record<string, string | number>>

const inBrackets = String.raw`\[[\[\]\p{L}\p{N}_ \-.,:?\\/'"=@%<>{}]*\]`
const plain = String.raw`[\[\]\p{L}\p{N}_ \-.:?\\/'"=@%<>{}]`
const grouped = String.raw`(?:\((?:${inBrackets}|${plain}*)\))*`
const clausePattern = new RegExp(
  String.raw`^\(?([\p{L}\p{N}_]+)\.?([\p{L}\p{N}_.]*)([=!<>~]{1,2})((?:${grouped}(?:${inBrackets}|${plain}+)${grouped})+)\)?`,
  'u',
)

/**
 * Keeps the items that match, by the manager's second and simpler reading of `q`: `,` separates alternatives, `;` joins conditions, there is no nesting.
 * @throws ManagerError 1407 unreadable clause; 1000 where the manager breaks on a comparison
 */
export function filterItems(items: readonly FlatItem[], q: string): FlatItem[] {
  const alternatives = q.split(',').map((alternative) => alternative.split(';'))
  return items.filter((item) => alternatives.some((clauses) => clauses.every((clause) => clauseHolds(item, clause))))
}

function clauseHolds(item: FlatItem, clause: string): boolean {
  const match = clausePattern.exec(clause)
  if (!match) throw new ManagerError(1407, `Parameter 'q' is not valid: '${clause}'`)
  const [, field = '', below = '', operator = '', value = ''] = match
  const cell = Object.hasOwn(item, field) ? item[field] : undefined
  if (cell === undefined) return false
  // The manager looks for the field below inside the value itself, and breaks when it is there.
  if (below !== '' && (typeof cell === 'number' || cell.includes(below.split('.')[0] ?? ''))) throw broken()
  return operator === '~' ? String(cell).includes(value) : compare(cell, operator, value)
}

function compare(cell: string | number, operator: string, value: string): boolean {
  const isDate = /^\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?Z?)?$/.test(value)
  if (!['=', '!=', '<', '>'].includes(operator)) throw broken()
  if (typeof cell === 'number') {
    if (isDate || !/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value)) throw broken()
    return holds(operator, cell - Number(value.replaceAll('_', '')))
  }
  if (isDate) {
    if (operator === '<' || operator === '>') throw broken()
    return operator === '!='
  }
  return holds(operator, cell < value ? -1 : cell > value ? 1 : 0)
}

function holds(operator: string, order: number): boolean {
  return operator === '=' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : order > 0
}

function broken(): ManagerError {
  return new ManagerError(1000, undefined, 'internal')
}
