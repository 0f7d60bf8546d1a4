import { ManagerError } from '../wire/manager-error.ts'
import { asciiDigits } from './python-value.ts'

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
  if (!['=', '!=', '<', '>'].includes(operator)) throw broken()
  const moment = readMoment(value)
  if (typeof cell === 'number') {
    if (moment !== undefined || !/^\s*[+-]?\p{Nd}+(?:_\p{Nd}+)*\s*$/u.test(value)) throw broken()
    return holds(operator, cell - Number(asciiDigits(value).replaceAll('_', '')))
  }
  if (moment === undefined) return holds(operator, cell < value ? -1 : cell > value ? 1 : 0)
  const own = readMoment(cell)
  if (own !== undefined) return holds(operator, own - moment)
  // A text is no moment, and neither sooner nor later than one.
  if (operator === '<' || operator === '>') throw broken()
  return operator === '!='
}

const momentPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d{1,6})?Z?)?$/

/** Epoch milliseconds of a date or a moment as the manager reads them; nothing for another text. */
function readMoment(text: string): number | undefined {
  const [match, year, month, day, hour = '0', minute = '0', second = '0'] = momentPattern.exec(text) ?? []
  if (match === undefined) return undefined
  // `T` and `Z` go together, and so do a fraction and both.
  if (match.includes(':') && match.includes('T') !== match.endsWith('Z')) return undefined
  if (match.includes('.') && !match.endsWith('Z')) return undefined
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const isReal = Number(year) > 0 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const fraction = Number(/\.\d+/.exec(match)?.[0] ?? 0)
  return date.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second) + fraction) * 1000
}

function holds(operator: string, order: number): boolean {
  return operator === '=' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : order > 0
}

function broken(): ManagerError {
  return new ManagerError(1000, undefined, 'internal')
}
