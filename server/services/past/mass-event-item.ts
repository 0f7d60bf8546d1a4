import type { MassEventItem } from '#lib/contract/events.ts'
import type { MassEvent } from '#lib/insight/mass-events.ts'
import type { Factor, FactorKind } from '#lib/insight/mass-facts.ts'
import type { Expr } from '#lib/query/ast.ts'
import { makeTerm } from '#lib/query/compose.ts'
import type { FieldName } from '#lib/query/fields.ts'
import { printQuery } from '#lib/query/print.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { isoTime } from '../iso-time.ts'
import type { SeenChange } from './mass-changes.ts'

/** A mass event as our API gives it. */
export function toMassEventItem(
  snapshot: FleetSnapshot,
  event: MassEvent<SeenChange>,
  factors: readonly Factor[],
): MassEventItem {
  const { changes, direction, agents } = event
  const found = event.factor === null ? undefined : factors[event.factor]
  const factor = found ? { ...found, value: found.kind === 'manager' ? nameOf(snapshot, found.value) : found.value } : null
  const isExact = changes.every((change) => change.isExact)
  const from = isExact ? event.from : least(changes.map(({ at, afterAt }) => afterAt ?? at))
  const to = isExact ? event.to : most(changes.map(({ seenAt }) => seenAt))
  // A clock that was set back meanwhile gave some of them later times than those of the passes that saw them.
  const left = asLeft(snapshot, event, most([to, ...changes.map(({ at }) => at)]))
  const heard = direction === 'down' ? left.flatMap((slot) => knownTime(snapshot.table.number.lastKeepAlive[slot])) : []
  return {
    direction,
    from: isoTime(from) ?? '',
    to: isoTime(to) ?? '',
    precision: isExact ? 'exact' : 'between',
    heardFrom: heard.length === 0 ? null : isoTime(least(heard)),
    heardTo: heard.length === 0 ? null : isoTime(most(heard)),
    count: agents.length,
    factor,
    together: event.together,
    statusCode: event.reason,
    still: event.still,
    backBy: isoTime(event.backBy),
    returnOf: event.returnOf,
    q: queryOf(snapshot, direction, left, factor),
  }
}

const FIELD_OF = {
  manager: 'manager',
  node: 'node_name',
  group: 'group',
  subnet24: 'ip',
  subnet16: 'ip',
  version: 'version',
  os: 'os.name',
} as const satisfies Record<FactorKind, FieldName>

/** The query for those endpoints of an event that are still as it left them: what they have in common, status, and since when. */
function queryOf(
  snapshot: FleetSnapshot,
  direction: MassEvent['direction'],
  left: readonly number[],
  factor: Factor | null,
): string | null {
  const since = left.flatMap((slot) => knownTime(snapshot.table.number.statusSince[slot]))
  if (since.length === 0) return null
  // Where there is one manager only, its name says nothing.
  const manager = snapshot.managers.length > 1 && factor?.manager ? nameOf(snapshot, factor.manager) : null
  const terms = [
    manager && makeTerm('manager', '=', manager),
    factor && makeTerm(FIELD_OF[factor.kind], '=', factor.value),
    makeTerm('status', '=', STATUS_AFTER[direction]),
    makeTerm('statusSince', '>=', isoTime(least(since))),
    makeTerm('statusSince', '<=', isoTime(most(since))),
  ]
  const items = terms.flatMap((term): Expr[] => (term ? [term] : []))
  return printQuery({ kind: 'and', items, span: { start: 0, end: 0 } })
}

/** A manager is asked for, and told of, by the name on screen. */
function nameOf({ managers }: FleetSnapshot, manager: string): string {
  return managers.find(({ id }) => id === manager)?.name ?? manager
}

const STATUS_AFTER = { down: 'disconnected', back: 'active' } as const satisfies Record<MassEvent['direction'], string>

/** The endpoints of an event that are still as it left them; not those that came back and went again. @param to when the last of them changed, ms */
function asLeft({ table }: FleetSnapshot, { direction, agents }: MassEvent, to: number): number[] {
  const code = table.text.status.words.values.indexOf(STATUS_AFTER[direction])
  return agents.filter((slot) => table.text.status.codes[slot] === code && !((table.number.statusSince[slot] ?? Number.NaN) > to))
}

function knownTime(at: number | undefined): number[] {
  return at === undefined || Number.isNaN(at) ? [] : [at]
}

function least(times: readonly number[]): number {
  return times.reduce((first, at) => Math.min(first, at))
}
function most(times: readonly number[]): number {
  return times.reduce((last, at) => Math.max(last, at))
}
