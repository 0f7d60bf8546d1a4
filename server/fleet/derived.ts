import { STATUS_REASONS, type StatusReason, toStatusReason } from '#lib/agent/status.ts'
import { goneAfter } from '#lib/insight/gone.ts'
import { quietAfter } from '#lib/insight/quiet.ts'
import { addBit, type Bits, emptyBits } from './bits.ts'
import type { FleetSnapshot } from './snapshot.ts'
import type { Table } from './table.ts'

/** The slots of agents that are quiet. Meaning: `isQuiet` in `#lib/insight/quiet.ts`, with the rules of the snapshot. */
export function quietSlots({ table, managers, rules }: FleetSnapshot): Bits {
  const { status, version } = table.text
  const active = status.words.values.indexOf('active')
  const limits = Float64Array.from(
    { length: version.words.size },
    (_, code) => quietAfter(code === 0 ? null : (version.words.values[code] ?? null), rules.quiet) * 1000,
  )
  const isLeftOut = leftOutSlots(table)
  const bits = emptyBits(table.layout.size)
  for (const { start, end, asOf, fullAsOf } of managers) {
    for (let slot = start; slot < end; slot++) {
      if (status.codes[slot] !== active) continue
      const seenAt = (isLeftOut(slot) ? fullAsOf : asOf) ?? Number.NaN
      // Without a keep-alive, or unread, the difference is no number and the answer no.
      if (seenAt - (table.number.lastKeepAlive[slot] ?? Number.NaN) > (limits[version.codes[slot] ?? 0] ?? 0)) addBit(bits, slot)
    }
  }
  return bits
}

/** The slots of agents that are gone. Meaning: `isGone` in `#lib/insight/gone.ts`, with the rules of the snapshot. */
export function goneSlots({ table, managers, rules }: FleetSnapshot): Bits {
  const { status } = table.text
  const disconnected = status.words.values.indexOf('disconnected')
  const limit = goneAfter(rules.gone)
  const bits = emptyBits(table.layout.size)
  for (const { start, end, asOf } of managers) {
    for (let slot = start; slot < end; slot++) {
      if (status.codes[slot] !== disconnected) continue
      if ((asOf ?? Number.NaN) - (table.number.lastKeepAlive[slot] ?? Number.NaN) > limit) addBit(bits, slot)
    }
  }
  return bits
}

/** Tells the slots of agents that only full passes read: active, and not out of sync. As `seenAt` of `agentAt`. */
export function leftOutSlots({ text: { status, groupConfigStatus } }: Table): (slot: number) => boolean {
  const active = status.words.values.indexOf('active')
  const notSynced = groupConfigStatus.words.values.indexOf('not synced')
  return (slot) => status.codes[slot] === active && groupConfigStatus.codes[slot] !== notSynced
}

/** The reason of a slot, as its place in `STATUS_REASONS`, which is their order on screen too. */
export function reasonPlaces({ number: { statusCode } }: Table): (slot: number) => number {
  return (slot) => {
    const code = statusCode[slot] ?? Number.NaN
    return PLACES.get(toStatusReason(Number.isNaN(code) ? null : code)) ?? 0
  }
}

const PLACES: ReadonlyMap<StatusReason, number> = new Map(STATUS_REASONS.map((reason, place) => [reason, place]))
