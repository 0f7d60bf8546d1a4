import { fieldNames } from '../fleet/fields.ts'
import { ManagerError } from '../wire/manager-error.ts'

/** One condition of a filter, as the manager's parser leaves it. */
export interface Condition {
  readonly field: string
  /** Text to compare with; null for `null`, a list only for rights. */
  readonly value: string | null | readonly string[]
  readonly operator: '=' | '!=' | '<' | '>' | 'LIKE' | 'IN' | 'NOT IN'
  readonly separator: 'AND' | 'OR' | ''
  /** How many parentheses are open behind this condition. */
  readonly level: number
}

const operators = { '=': '=', '!=': '!=', '<': '<', '>': '>', '~': 'LIKE' } as const
const separators = { ',': 'OR', ';': 'AND', '': '' } as const

const inBrackets = String.raw`\[[\[\]\p{L}\p{N}_ \-.,:?\\/'"=@%<>{}]*\]`
const plain = String.raw`[\[\]\p{L}\p{N}_ \-.:?\\/'"=@%<>{}$]`
const grouped = String.raw`(?:\((?:${inBrackets}|${plain}*)\))*`
const pattern = String.raw`(\(+)?([\p{L}\p{N}_.]+)([=!<>~]{1,2})((?:${grouped}(?:${inBrackets}|${plain}+)${grouped})+)(\)+)?([,;])?`

/**
 * Reads a `q` text. Conditions are picked out wherever they are found; everything between them is skipped.
 * @param names the fields there are, in the order in which the manager lists them
 * @throws ManagerError 1407 no condition at the start, 1408 unknown field, 1409 unknown operator
 */
export function parseQ(q: string, names: readonly string[] = fieldNames): Condition[] {
  if (!new RegExp(`^(?:${pattern})`, 'u').test(q)) throw new ManagerError(1407, q)
  const conditions: Condition[] = []
  let level = 0
  for (const match of q.matchAll(new RegExp(pattern, 'gu'))) {
    const [, opened = '', field = '', sign = '', value = '', closed = '', separator = ''] = match
    if (!names.includes(field)) throw new ManagerError(1408, `Available fields: ${names.join(', ')}. Field: ${field}`)
    if (!isOperator(sign)) {
      throw new ManagerError(1409, `Valid operators: ${Object.keys(operators).join(', ')}. Used operator: ${sign}`)
    }
    level += opened.length - closed.length
    if (value === 'all') continue
    conditions.push({
      field,
      value: value === 'null' ? null : value,
      operator: operators[sign],
      separator: isSeparator(separator) ? separators[separator] : '',
      level,
    })
  }
  return conditions
}

function isOperator(sign: string): sign is keyof typeof operators {
  return Object.hasOwn(operators, sign)
}

function isSeparator(sign: string): sign is keyof typeof separators {
  return Object.hasOwn(separators, sign)
}
