import type { Value } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { Condition } from './parse-q.ts'
import { isDigits, readDigits } from './python-value.ts'
import { epochOf, likeTest } from './sqlite.ts'

const unitSeconds: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 }

/**
 * A test of a date column: ages (`1d12h`) look back from now, calendar dates compare; empty cells never pass.
 * @throws ManagerError 1412 when the value is neither; 1000 where the manager itself breaks
 */
export function dateTest(value: string | null, operator: Condition['operator'], nowSeconds: number): (cell: Value) => boolean {
  if (value === null) throw new ManagerError(1000, undefined, 'internal')
  const edge = ageEdge(value, nowSeconds)
  if (edge !== undefined) {
    const younger = operator === '<' || operator === '='
    return (cell) => cell !== null && (younger ? Number(cell) > edge : Number(cell) < edge)
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) throw new ManagerError(1412, value)
  const moment = epochOf(value)
  if (moment === null) return () => false
  if (operator === 'LIKE') return likeTest(String(moment))
  return (cell) => {
    if (cell === null) return false
    const order = Number(cell) - moment
    return operator === '=' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : order > 0
  }
}

/**
 * The moment an age (`1d12h`, bare seconds) looks back to from now, epoch seconds; nothing for another text.
 * @throws ManagerError 1000 for a unit the manager breaks on
 */
export function ageEdge(value: string, nowSeconds: number): number | undefined {
  if (!isDigits(value) && !/^\p{Nd}+[dhms]/u.test(value)) return undefined
  return nowSeconds - timeframeSeconds(value)
}

/** Adds up `1d12h`; a bare number is seconds. An unknown unit breaks the manager, so it breaks here. */
function timeframeSeconds(text: string): number {
  if (isDigits(text)) return seconds(text)
  let sum = 0
  for (const [, amount = '0', unit = ''] of text.matchAll(/(\p{Nd}+)([\p{L}\p{N}_])/gu)) {
    const factor = unitSeconds[unit]
    if (factor === undefined) throw new ManagerError(1000, undefined, 'internal')
    sum += seconds(amount) * factor
  }
  return sum
}

function seconds(digits: string): number {
  const number = readDigits(digits)
  if (number === undefined) throw new ManagerError(1000, undefined, 'internal')
  return Number(number)
}
