import type { Scope } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import { FIELDS } from '#lib/query/fields.ts'
import { isAgeOfKeepAlive } from '#lib/query/matches.ts'
import { printQuery } from '#lib/query/print.ts'
import { type Bits, countBits, intersect } from './bits.ts'
import { evaluate } from './evaluate.ts'
import { FIELD_COLUMNS } from './field-columns.ts'
import { scopeKey } from './scope-key.ts'
import { scopeSlots } from './scope-slots.ts'
import type { FleetSnapshot } from './snapshot.ts'

/** The slots that match a query within a scope, not to be changed, and how many; kept until something that the query reads changes. */
export async function matchesOf(snapshot: FleetSnapshot, expr: Expr, scope: Scope): Promise<{ bits: Bits; count: number }> {
  const { key, from } = readsOf(snapshot, expr, scope)
  return snapshot.caches.matches.get(key, from, async () => {
    if (snapshot.turns.spent) await snapshot.turns.next()
    const visible = await scopeSlots(snapshot, scope)
    if (expr.kind === 'all') return { bits: visible, count: countBits(visible) }
    const bits = await evaluate(snapshot, expr)
    intersect(bits, visible)
    return { bits, count: countBits(bits) }
  })
}

/**
 * What the answer to a query depends on: `from` are the objects it is computed from, `key` is equal for queries that
 * differ in spelling only, in equal scopes, with equal values of the managers where those count.
 */
export function readsOf(snapshot: FleetSnapshot, expr: Expr, scope: Scope): { key: string; from: readonly object[] } {
  const { table, managers } = snapshot
  const from = new Set<object>([table.layout])
  if (scope.kind === 'limited') from.add(table.text.groups)
  const values = new Set<string>()
  visit(expr)
  return { key: `${scopeKey(scope)} ${values.size > 0 ? JSON.stringify([...values]) : ''} ${printQuery(expr)}`, from: [...from] }

  function visit(item: Expr): void {
    if (item.kind === 'and' || item.kind === 'or') for (const one of item.items) visit(one)
    else if (item.kind === 'not') visit(item.item)
    else if (item.kind === 'word') for (const name of ['name', 'ip', 'registerIp', 'alias'] as const) from.add(table.text[name])
    else if (item.kind !== 'all') visitField(item)
  }

  function visitField({ field }: Extract<Expr, { kind: 'compare' | 'in' }>): void {
    const column = FIELD_COLUMNS[field]
    if (column.kind === 'text') from.add(table.text[column.name])
    if (column.kind === 'number') from.add(table.number[column.name])
    if (column.kind === 'outdated') from.add(table.text.version)
    if (column.kind === 'reason') from.add(table.number.statusCode)
    if (column.kind === 'flaps') from.add(table.flaps)
    if (column.kind === 'mark') from.add(table.marks)
    const isRule = column.kind === 'quiet' || column.kind === 'gone'
    if (isRule) from.add(table.number.lastKeepAlive).add(table.text.status)
    if (column.kind === 'quiet') from.add(table.text.groupConfigStatus).add(table.text.version)
    const { type } = FIELDS[field]
    if (isAgeOfKeepAlive(field)) from.add(table.text.status).add(table.text.groupConfigStatus)
    // Rows keep their places, but a manager's own name, time or version is no part of the table.
    for (const { id, name, asOf, fullAsOf, version } of managers) {
      if (column.kind === 'manager') values.add(`${id} called ${name}`)
      const byFull = isAgeOfKeepAlive(field) || column.kind === 'quiet'
      if (type === 'time' || type === 'duration' || isRule) values.add(`${id} at ${asOf} ${byFull ? fullAsOf : ''}`)
      if (column.kind === 'outdated') values.add(`${id} ${version}`)
    }
  }
}
