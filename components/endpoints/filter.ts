import type { AgentStatus } from '#lib/agent/status.ts'
import type { Expr, QueryProblem } from '#lib/query/ast.ts'
import { andTerm, makeTerm, termsOf, withoutTerm } from '#lib/query/compose.ts'
import type { FieldName } from '#lib/query/fields.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { GONE, type Preset } from '#lib/query/presets.ts'
import { printQuery } from '#lib/query/print.ts'
import { DEFAULT_SORT, parseSort, printSort, type Sort } from '#lib/query/sort.ts'
import type { ListUrl } from './list-url.ts'

/** A filter that can be read has a canonical text, so that equal filters have equal addresses and equal cache keys. */
export type Filter = { ok: true; expr: Expr; text: string } | { ok: false; problem: QueryProblem }

export function readFilter(q: string): Filter {
  const parsed = parseQuery(q)
  return parsed.ok ? { ok: true, expr: parsed.expr, text: printQuery(parsed.expr) } : parsed
}

/** The sort of the address; `null` when it names no sortable field. '' is the default. */
export function readSort(text: string): Sort | null {
  return text === '' ? DEFAULT_SORT : parseSort(text)
}

/** Whether the list leaves out what is gone for long: that is counted everywhere, but would fill what somebody looks at every day. */
export function leavesOutGone({ gone }: ListUrl, filter: Filter): boolean {
  return filter.ok && filter.text === '' && gone !== 'listed'
}

/** What the page of rows is that an address means; `null` when it names no rows that there can be. */
export function rowsOf(url: ListUrl, filter: Filter) {
  const sort = readSort(url.sort)
  if (!filter.ok || sort === null) return null
  const q = leavesOutGone(url, filter) ? GONE.listed : filter.text
  return { q, sort: sortParam(sort), after: url.after, before: url.before, at: url.at }
}

/** The queries that are counted for the list: those of the presets, then those that are gone for long. */
export function countedQueries(presets: readonly Preset[]): readonly string[] {
  return [...presets.map(({ q }) => q), GONE.hidden]
}

/** '' for the default, so that plain addresses stay plain. */
export function sortParam(sort: Sort): string {
  const text = printSort(sort)
  return text === printSort(DEFAULT_SORT) ? '' : text
}

/** The filter with `field=value` as its only condition on that field; without it when it stands there already. */
export function toggleTerm(expr: Expr, field: FieldName, value: AgentStatus | 'not synced' | 'synced'): string {
  const term = makeTerm(field, '=', value)
  if (!term) return printQuery(expr)
  if (hasTerm(expr, field, value)) return printQuery(withoutTerm(expr, term))
  const others = termsOf(expr).filter((item) => !(item.kind === 'compare' && item.field === field && item.operator === '='))
  return printQuery(andTerm({ kind: 'and', items: others, span: { start: 0, end: 0 } }, term))
}

/** The filter for those that are active and not in sync; without these conditions when both stand there. */
export function toggleNotInSync(expr: Expr): { isSet: boolean; toggled: string } {
  const isSet = hasTerm(expr, 'status', 'active') && hasTerm(expr, 'group_config_status', 'not synced')
  const first = readFilter(isSet || !hasTerm(expr, 'status', 'active') ? toggleTerm(expr, 'status', 'active') : printQuery(expr))
  const base = first.ok ? first.expr : expr
  const unset = isSet || !hasTerm(base, 'group_config_status', 'not synced')
  return { isSet, toggled: unset ? toggleTerm(base, 'group_config_status', 'not synced') : printQuery(base) }
}

/** Whether `field=value` is one of the conditions. */
export function hasTerm(expr: Expr, field: FieldName, value: string): boolean {
  const term = makeTerm(field, '=', value)
  return term !== null && termsOf(expr).some((item) => printQuery(item) === printQuery(term))
}
