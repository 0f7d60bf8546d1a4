import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Expr, Value } from '#lib/query/ast.ts'
import { printQuery } from '#lib/query/print.ts'
import { printValue } from '#lib/query/print-value.ts'

/** A condition in three parts: what it asks about, how, and for what; conditions of several parts have only the last. */
export interface ChipWords {
  readonly field: string
  readonly operator: string
  readonly value: string
}

const TEXT = LIST_TEXT.chips

/** A condition as its chip says it. */
export function chipWords(term: Expr): ChipWords {
  if (term.kind === 'compare') {
    const isRange = term.value.type === 'ip' && term.value.range.low !== term.value.range.high
    const words = isRange ? { '=': TEXT.in, '!=': TEXT.notIn } : { '=': TEXT.is, '!=': TEXT.isNot }
    const operator = { ...words, '~': TEXT.contains, '!~': TEXT.lacks, '<': '<', '>': '>', '<=': '≤', '>=': '≥' }[term.operator]
    return { field: term.field, operator, value: valueWords(term.value, term.field) }
  }
  const list = term.kind === 'not' && term.item.kind === 'in' ? term.item : term
  if (list.kind === 'in') {
    const value = list.values.map((one) => valueWords(one, list.field)).join(', ')
    return { field: list.field, operator: list === term ? TEXT.oneOf : TEXT.noneOf, value }
  }
  return { field: '', operator: '', value: term.kind === 'word' ? `“${term.text}”` : printQuery(term) }
}

/** The same in one text: `group is branch-lyon`. */
export function sayChip(term: Expr): string {
  const { field, operator, value } = chipWords(term)
  return [field, operator, value].filter((part) => part !== '').join(' ')
}

function valueWords(value: Value, field: Extract<Expr, { kind: 'in' }>['field']): string {
  if (value.type === 'null') return TEXT.nothing
  if (value.type === 'text' && value.text !== '') return value.text
  return printValue(value, field)
}
