import type { Scope } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import { andTerm } from '#lib/query/compose.ts'
import { matchesOf } from '#server/fleet/match-set.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { readQuery } from '../read-input.ts'

/** What “expected down” means wherever it is counted: somebody said so, and it does not report. One that does is like any other. */
export const EXPECTED_DOWN_QUERY = 'expected=true and status!=active'
const EXPECTED = readQuery('expected=true')
const NOT_REPORTING = readQuery('status!=active')

/** How many agents in scope that match are expected to be down, and are. */
export async function countExpectedDown(snapshot: FleetSnapshot, expr: Expr, scope: Scope): Promise<number> {
  // Mostly nobody is, and then nothing need be counted.
  if (snapshot.table.marks.marks.every((mark) => mark === null)) return 0
  return (await matchesOf(snapshot, andTerm(andTerm(expr, EXPECTED), NOT_REPORTING), scope)).count
}

/** The same among some slots. */
export function expectedDownAmong({ table: { marks, text } }: FleetSnapshot, slots: readonly number[]): number {
  const active = text.status.words.values.indexOf('active')
  return slots.filter((slot) => (marks.codes[slot] ?? 0) !== 0 && text.status.codes[slot] !== active).length
}
