import type { Agent, SincePrecision } from '#lib/agent/agent.ts'
import { formatAgentId } from '#lib/agent/agent.ts'
import { toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { NumberName } from '#server/store/fleet-rows.ts'
import { readGroups } from './group-lists.ts'
import { outdatedByCode } from './outdated.ts'
import type { FleetSnapshot, ManagerView } from './snapshot.ts'
import type { TextColumnName } from './table.ts'

/** The agent in one slot. */
export function agentAt(snapshot: FleetSnapshot, slot: number): Agent {
  const { table } = snapshot
  const manager = managerAt(snapshot, slot)
  const text = (name: TextColumnName): string | null => {
    const { codes, words } = table.text[name]
    const code = codes[slot] ?? 0
    return code === 0 ? null : (words.values[code] ?? null)
  }
  const number = (name: NumberName): number | null => {
    const value = table.number[name][slot] ?? Number.NaN
    return Number.isNaN(value) ? null : value
  }
  const { version } = table.text
  const status = toAgentStatus(text('status') ?? '')
  const groupConfigStatus = toSyncState(text('groupConfigStatus'))
  return {
    manager: manager?.id ?? '',
    managerName: manager?.name ?? '',
    id: formatAgentId(table.layout.ids[slot] ?? 0),
    name: text('name') ?? '',
    ip: text('ip'),
    registerIp: text('registerIp'),
    status,
    statusCode: number('statusCode'),
    statusSince: number('statusSince'),
    statusSincePrecision: toPrecision(text('statusPrecision')),
    groups: readGroups(text('groups')),
    os: { name: text('osName'), version: text('osVersion'), platform: text('osPlatform'), arch: text('osArch') },
    version: text('version'),
    outdated: outdatedByCode(version.words, manager?.version ?? null)[version.codes[slot] ?? 0] ?? null,
    nodeName: text('nodeName'),
    managerHost: text('managerHost'),
    dateAdd: number('dateAdd'),
    lastKeepAlive: number('lastKeepAlive'),
    seenAt: manager ? seenAtOf(manager, status === 'active' && groupConfigStatus !== 'not synced') : null,
    disconnectionTime: number('disconnectionTime'),
    groupConfigStatus,
    syncSince: number('syncSince'),
    syncSincePrecision: toPrecision(text('syncPrecision')),
    mergedSum: text('mergedSum'),
    configSum: text('configSum'),
    expected: table.marks.marks[table.marks.codes[slot] ?? 0] ?? null,
    flaps: table.flaps[slot] ?? 0,
    alias: text('alias'),
    tags: readGroups(text('tags')),
  }
}

/**
 * When the row of an agent was last read. In doubt the older time: one that came back in a small pass, or that a pass without a
 * good end brought, counts as read before. Only a row that the manager did not give when asked for it is older than this says.
 * @param isLeftOut by small passes: active and not out of sync
 */
function seenAtOf({ asOf, fullAsOf }: ManagerView, isLeftOut: boolean): number | null {
  return isLeftOut ? fullAsOf : asOf
}

/** The manager whose agent is in a slot. */
export function managerAt(snapshot: FleetSnapshot, slot: number): ManagerView | undefined {
  return snapshot.managers.find(({ start, end }) => slot >= start && slot < end)
}

/** How well a time is known, as the store has it. */
export function toPrecision(word: string | null): SincePrecision {
  return word === 'exact' || word === 'observed' ? word : 'at_least'
}
