import { textSortKey } from '#lib/agent/collate.ts'
import { REASON_META, type StatusReason, SYNC_META, SYNC_STATES, toSyncState } from '#lib/agent/status.ts'
import type { Breakdown, BreakdownBar, Breakdowns } from '#lib/contract/breakdowns.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { formatAgentVersion, formatSystem } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Expr } from '#lib/query/ast.ts'
import { andTerm, makeTerm } from '#lib/query/compose.ts'
import type { FieldName } from '#lib/query/fields.ts'
import { printQuery } from '#lib/query/print.ts'
import { breakDown } from '#server/fleet/break-down.ts'
import type { FleetBreakdowns, Share } from '#server/fleet/breakdown-bins.ts'
import { oldestAsOf } from '#server/fleet/query-fleet.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { ServiceContext } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readSnapshot } from '../read-input.ts'

/** The agents in scope that match, by reason, sync, group, manager and node, version and system. @throws ServiceError `bad_query`, `not_ready` */
export async function getBreakdowns({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { q?: string | undefined }
}): Promise<Breakdowns> {
  const expr = readFilter(ctx, input.q)
  const snapshot = readSnapshot(ctx)
  const { total, down, inSeveralGroups, ...by } = await breakDown(snapshot, { expr, scope: ctx.scope })
  const isOneManager = managersInScope(snapshot.managers, ctx.scope).length === 1
  const nameOf = (manager: string) => snapshot.managers.find(({ id }) => id === manager)?.name ?? manager
  return {
    total,
    down,
    asOf: isoTime(oldestAsOf(snapshot, ctx.scope)),
    reason: facet(by.reason.map((share) => reasonBar(share))),
    sync: facet(
      SYNC_STATES.flatMap((state) => {
        const share = by.sync.find(({ value }) => toSyncState(value) === state)
        return share ? [bar(share, fieldTerm('group_config_status', state), SYNC_META[state].label)] : []
      }),
      asTheyCome,
    ),
    group: { ...facet(by.group.map((share) => fieldBar(share, 'group', TEXT.rail.noGroup))), several: inSeveralGroups },
    manager: facet(by.manager.map((share) => managerBar(share, nameOf(share.value ?? '')))),
    node: facet(
      by.node.map((share) => {
        const own = fieldBar(share, 'node_name', TEXT.rail.noNode)
        if (isOneManager) return own
        const termOf = (manager: string) =>
          printQuery(andTerm(fieldTerm('manager', manager), fieldTerm('node_name', share.value)))
        const { manager } = share
        return { ...own, ...inWords(termOf(nameOf(manager)), termOf(manager)), manager }
      }),
    ),
    version: facet(
      by.version.map((share) => {
        const own = fieldBar(share, 'version', TEXT.rail.none, share.value === null ? undefined : formatAgentVersion(share.value))
        return { ...own, outdated: share.outdated }
      }),
    ),
    system: facet(
      by.system.map((share) => {
        const label = formatSystem({ name: share.value, version: share.version, platform: null })
        return bar(share, systemTerm(share), label ?? TEXT.rail.none)
      }),
    ),
  }
}

/** A reason that is none stands last, like everything that is none. */
function reasonBar({ value, ...counts }: Share<StatusReason>): BreakdownBar {
  const reason = value ?? 'none'
  return bar({ ...counts, value: reason === 'none' ? null : reason }, fieldTerm('reason', reason), REASON_META[reason].label)
}

/** By name, as it is shown; addresses with the id are as good. */
function managerBar(share: Share<string>, name: string): BreakdownBar {
  const term = fieldTerm('manager', name)
  return { ...bar(share, term, name), ...inWords(printQuery(term), printQuery(fieldTerm('manager', share.value))) }
}

function inWords(term: string, spelling: string): Pick<BreakdownBar, 'term' | 'spelling'> {
  return spelling === term ? { term } : { term, spelling }
}

function systemTerm({ value, version, anyVersion }: FleetBreakdowns['system'][number]): Expr {
  const named = fieldTerm('os.name', value)
  return anyVersion ? named : andTerm(named, fieldTerm('os.version', version))
}

function fieldBar(share: Share<string>, field: FieldName, none: string, label = share.value ?? none): BreakdownBar {
  return bar(share, fieldTerm(field, share.value), label)
}

function bar({ value, total, down }: Share<string | number>, term: Expr, label: string): BreakdownBar {
  return { value: value === null ? null : String(value), label, total, down, term: printQuery(term) }
}

/** Every field that is broken down by can be asked for any text that it holds, and for its absence. */
function fieldTerm(field: FieldName, value: string | null): Expr {
  const term = makeTerm(field, '=', value)
  if (!term) throw new Error(`no condition for ${field}`)
  return term
}

/** The bars in their order; what is beyond the limit is counted together. */
function facet(bars: readonly BreakdownBar[], order: (a: BreakdownBar, b: BreakdownBar) => number = mostFirst): Breakdown {
  const all = [...bars].sort(order)
  const shown = all.length <= LIMITS.breakdownBars ? all : all.slice(0, LIMITS.breakdownBars)
  const left = all.slice(shown.length)
  const sum = (key: 'total' | 'down') => left.reduce((count, one) => count + one[key], 0)
  return { bars: shown, rest: left.length === 0 ? null : { values: left.length, total: sum('total'), down: sum('down') } }
}

function mostFirst(a: BreakdownBar, b: BreakdownBar): number {
  if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1
  const [x, y] = [textSortKey(a.label), textSortKey(b.label)]
  return b.total - a.total || (x < y ? -1 : x > y ? 1 : 0)
}

function asTheyCome(): number {
  return 0
}
