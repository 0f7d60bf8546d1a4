import { type ExpectedMark, formatAgentId, type SincePrecision } from '#lib/agent/agent.ts'
import { STATUS_REASONS } from '#lib/agent/status.ts'
import type { ExportColumn } from '#lib/contract/export.ts'
import { toPrecision } from '#server/fleet/agent-row.ts'
import { type Bits, hasBit } from '#server/fleet/bits.ts'
import { goneSlots, leftOutSlots, quietSlots, reasonPlaces } from '#server/fleet/derived.ts'
import { readGroups } from '#server/fleet/group-lists.ts'
import { outdatedByCode } from '#server/fleet/outdated.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { TextColumnName } from '#server/fleet/table.ts'
import type { NumberName } from '#server/store/fleet-rows.ts'
import type { CellCoding } from './export-agents-format.ts'

/** Writes the cell of a slot. */
export type Cell = (slot: number) => string

/** The cells of one column as `toAgentItem` would give them; what many rows share is written once. */
export function cellsOf(snapshot: FleetSnapshot, column: ExportColumn, coding: CellCoding): Cell {
  return COLUMNS[column](snapshot, coding)
}

type MakeCells = (snapshot: FleetSnapshot, coding: CellCoding) => Cell

const COLUMNS: Readonly<Record<ExportColumn, MakeCells>> = {
  manager: perManager(({ id }, coding) => coding.text(id)),
  managerName: perManager(({ name }, coding) => coding.text(name)),
  id:
    ({ table }, coding) =>
    (slot) =>
      coding.text(formatAgentId(table.layout.ids[slot] ?? 0)),
  name: words('name', (value, coding) => coding.text(value ?? '')),
  ip: words('ip'),
  registerIp: words('registerIp'),
  status: words('status', (value, coding) => coding.text(value ?? 'unknown')),
  statusCode: numbers('statusCode'),
  reason: (snapshot, coding) => {
    const cells = STATUS_REASONS.map((reason) => coding.text(reason))
    const placeOf = reasonPlaces(snapshot.table)
    return (slot) => cells[placeOf(slot)] ?? coding.none
  },
  statusSince: times('statusSince'),
  statusSincePrecision: words('statusPrecision', precision),
  groups: words('groups', (value, coding) => coding.list(readGroups(value))),
  'os.name': words('osName'),
  'os.version': words('osVersion'),
  'os.platform': words('osPlatform'),
  'os.arch': words('osArch'),
  version: words('version'),
  outdated: ({ table, managers }, coding) => {
    const { codes, words: known } = table.text.version
    const cells = new Map(
      managers.map(({ id, version }) => [
        id,
        outdatedByCode(known, version).map((outdated) => (outdated === null ? coding.none : coding.boolean(outdated))),
      ]),
    )
    const cellsAt = bySlot(managers, ({ id }) => cells.get(id))
    return (slot) => cellsAt(slot)?.[codes[slot] ?? 0] ?? coding.none
  },
  nodeName: words('nodeName'),
  managerHost: words('managerHost'),
  dateAdd: times('dateAdd'),
  lastKeepAlive: times('lastKeepAlive'),
  seenAt: ({ table, managers }, coding) => {
    const isLeftOut = leftOutSlots(table)
    const time = (value: number | null) => (value === null ? coding.none : coding.time(value))
    const timesAt = bySlot(managers, ({ asOf, fullAsOf }) => ({ any: time(asOf), full: time(fullAsOf) }))
    return (slot) => timesAt(slot)?.[isLeftOut(slot) ? 'full' : 'any'] ?? coding.none
  },
  disconnectionTime: times('disconnectionTime'),
  groupConfigStatus: words('groupConfigStatus', (value, coding) => coding.text(value ?? 'unknown')),
  syncSince: times('syncSince'),
  syncSincePrecision: words('syncPrecision', precision),
  mergedSum: words('mergedSum'),
  configSum: words('configSum'),
  quiet: bits(quietSlots),
  gone: bits(goneSlots),
  expected: perMark((mark, coding) => coding.boolean(mark !== null)),
  expectedReason: perMark((mark, coding) => (mark ? coding.text(mark.reason) : coding.none)),
  expectedUntil: perMark((mark, coding) => (mark ? coding.time(mark.until) : coding.none)),
  expectedBy: perMark((mark, coding) => (mark ? coding.text(mark.by) : coding.none)),
  expectedAt: perMark((mark, coding) => (mark ? coding.time(mark.at) : coding.none)),
  flaps:
    ({ table }, coding) =>
    (slot) =>
      coding.number(table.flaps[slot] ?? 0),
  alias: words('alias'),
  tags: words('tags', (value, coding) => coding.list(readGroups(value))),
}

/** @param write of each distinct text, `null` for none */
function words(name: TextColumnName, write: (value: string | null, coding: CellCoding) => string = plain): MakeCells {
  return ({ table }, coding) => {
    const { codes, words: known } = table.text[name]
    const written = new Map<number, string>()
    return (slot) => {
      const code = codes[slot] ?? 0
      let cell = written.get(code)
      if (cell === undefined) {
        cell = write(code === 0 ? null : (known.values[code] ?? null), coding)
        // Texts of which nearly every row has its own are not worth keeping.
        if (written.size < KEPT) written.set(code, cell)
      }
      return cell
    }
  }
}

const KEPT = 4096

function plain(value: string | null, coding: CellCoding): string {
  return value === null ? coding.none : coding.text(value)
}

function precision(value: string | null, coding: CellCoding): string {
  const word: SincePrecision = toPrecision(value)
  return coding.text(word)
}

function numbers(name: NumberName): MakeCells {
  return ({ table }, coding) => {
    const values = table.number[name]
    return (slot) => {
      const value = values[slot] ?? Number.NaN
      return Number.isNaN(value) ? coding.none : coding.number(value)
    }
  }
}

function times(name: NumberName): MakeCells {
  return ({ table }, coding) => {
    const values = table.number[name]
    return (slot) => {
      const value = values[slot] ?? Number.NaN
      return Number.isNaN(value) ? coding.none : coding.time(value)
    }
  }
}

function bits(find: (snapshot: FleetSnapshot) => Bits): MakeCells {
  return (snapshot, coding) => {
    const found = find(snapshot)
    const [yes, no] = [coding.boolean(true), coding.boolean(false)]
    return (slot) => (hasBit(found, slot) ? yes : no)
  }
}

function perMark(write: (mark: ExpectedMark | null, coding: CellCoding) => string): MakeCells {
  return ({ table: { marks: column } }, coding) => {
    const cells = column.marks.map((mark) => write(mark, coding))
    return (slot) => cells[column.codes[slot] ?? 0] ?? coding.none
  }
}

function perManager(write: (manager: FleetSnapshot['managers'][number], coding: CellCoding) => string): MakeCells {
  return ({ managers }, coding) => {
    const cellAt = bySlot(managers, (manager) => write(manager, coding))
    return (slot) => cellAt(slot) ?? coding.none
  }
}

/** What belongs to the manager of a slot, made once for each. */
function bySlot<T>(
  managers: FleetSnapshot['managers'],
  make: (manager: FleetSnapshot['managers'][number]) => T,
): (slot: number) => T | undefined {
  const made = managers.map((manager) => ({ start: manager.start, end: manager.end, value: make(manager) }))
  return (slot) => made.find(({ start, end }) => slot >= start && slot < end)?.value
}
