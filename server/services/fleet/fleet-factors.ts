import type { Scope } from '#lib/agent/scope.ts'
import type { Factor, FactorKind } from '#lib/insight/mass-facts.ts'
import { type Bits, hasBit } from '#server/fleet/bits.ts'
import { readGroups } from '#server/fleet/group-lists.ts'
import { scopeSlots } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { TextColumn } from '#server/fleet/table.ts'
import type { TextName } from '#server/store/fleet-rows.ts'

/** What the endpoints in scope have in common. */
export interface FleetFactors {
  readonly factors: readonly Factor[]
  /** How many endpoints are in scope. */
  readonly fleet: number
  /** Places in `factors` of what one endpoint has. */
  of(slot: number): number[]
}

const STEP = 2_048

/** Counts what endpoints in scope have in common; each distinct value is looked at once. Yields as it goes. */
export async function fleetFactors(snapshot: FleetSnapshot, scope: Scope): Promise<FleetFactors> {
  const { table, managers, turns } = snapshot
  const { text, layout } = table
  const bits = await scopeSlots(snapshot, scope)
  const sizes = new Map<string, { kind: FactorKind; value: string; manager: string | null; size: number; place: number }>()
  const count = (kind: FactorKind, value: string, manager: string | null, size: number): number => {
    // Neither a kind nor the id of a manager holds a space.
    const key = `${kind} ${manager ?? ''} ${value}`
    const known = sizes.get(key)
    if (known) {
      known.size += size
      return known.place
    }
    sizes.set(key, { kind, value, manager, size, place: sizes.size })
    return sizes.size - 1
  }
  const parts: Part[] = []
  let fleet = 0
  for (const { id, start, end } of managers) {
    const slots = slotsIn(bits, start, end)
    fleet += slots.length
    const places = [count('manager', id, null, slots.length)]
    parts.push({ start, end, placesOf: () => places })
    for (const [column, read] of OWN_COLUMNS) await addColumn(text[column], read, { start, end, slots, manager: id })
  }
  const everywhere = { start: 0, end: layout.size, slots: slotsIn(bits, 0, layout.size), manager: null }
  for (const [column, read] of SHARED_COLUMNS) await addColumn(text[column], read, everywhere)
  await addSubnets(text.ip, everywhere)
  return {
    factors: [...sizes.values()].map(({ place: _, ...factor }) => factor),
    fleet,
    of: (slot) => parts.flatMap(({ start, end, placesOf }) => (slot >= start && slot < end ? placesOf(slot) : [])),
  }

  /** How many in scope have each code of a column. */
  async function countCodes({ codes, words }: TextColumn, slots: Int32Array): Promise<Int32Array> {
    if (turns.spent) await turns.next()
    const used = new Int32Array(words.size)
    for (let at = 0; at < slots.length; at++) {
      const code = codes[slots[at] ?? 0] ?? 0
      used[code] = (used[code] ?? 0) + 1
    }
    return used
  }

  async function addColumn(column: TextColumn, read: Read, { start, end, slots, manager }: Stretch) {
    const { codes, words } = column
    const used = await countCodes(column, slots)
    const byCode: (readonly number[] | undefined)[] = []
    for (let code = 1; code < used.length; code++) {
      if (code % STEP === 0 && turns.spent) await turns.next()
      const size = used[code] ?? 0
      if (size > 0) byCode[code] = read(words.values[code] ?? '').map(([kind, value]) => count(kind, value, manager, size))
    }
    parts.push({ start, end, placesOf: (slot) => byCode[codes[slot] ?? 0] ?? [] })
  }

  /** Nearly every endpoint has an address of its own: their subnets are counted as numbers, and only those that there are get names. */
  async function addSubnets(column: TextColumn, { start, end, slots }: Stretch) {
    const { codes, words } = column
    const used = await countCodes(column, slots)
    const sizes = new Map<number, number>()
    for (let code = 1; code < used.length; code++) {
      if (code % STEP === 0 && turns.spent) await turns.next()
      const size = used[code] ?? 0
      const subnet = size === 0 ? null : subnetOf(words.values[code] ?? '')
      if (subnet !== null) sizes.set(subnet, (sizes.get(subnet) ?? 0) + size)
    }
    const places = new Map<number, readonly number[]>()
    for (const [subnet, size] of sizes) {
      if (places.size % STEP === 0 && turns.spent) await turns.next()
      const wide = `${subnet >>> 16}.${(subnet >>> 8) & 255}`
      places.set(subnet, [
        count('subnet24', `${wide}.${subnet & 255}.0/24`, null, size),
        count('subnet16', `${wide}.0.0/16`, null, size),
      ])
    }
    const placesOf = (slot: number) => places.get(subnetOf(words.values[codes[slot] ?? 0] ?? '') ?? -1) ?? []
    parts.push({ start, end, placesOf })
  }
}

/** The slots of one manager, or of all. */
interface Stretch {
  readonly start: number
  readonly end: number
  /** Those in scope. */
  readonly slots: Int32Array
  /** `null`: all. */
  readonly manager: string | null
}

function slotsIn(bits: Bits, start: number, end: number): Int32Array {
  const slots = new Int32Array(end - start)
  let size = 0
  for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) slots[size++] = slot
  return slots.subarray(0, size)
}

interface Part {
  readonly start: number
  readonly end: number
  placesOf(slot: number): readonly number[]
}
type Read = (value: string) => (readonly [FactorKind, string])[]

/** Nodes and groups of different managers share names at most. */
const OWN_COLUMNS: readonly (readonly [TextName, Read])[] = [
  ['nodeName', (value) => [['node', value]]],
  ['groups', (value) => readGroups(value).map((group) => ['group', group])],
]
const SHARED_COLUMNS: readonly (readonly [TextName, Read])[] = [
  ['version', (value) => [['version', value]]],
  ['osName', (value) => [['os', value]]],
]

const DOT = 46
const ZERO = 48

/** The first three numbers of an IPv4 address as one; `null` for anything else. */
function subnetOf(ip: string): number | null {
  let [subnet, octet, dots] = [0, -1, 0]
  for (let i = 0; i < ip.length; i++) {
    const digit = ip.charCodeAt(i) - ZERO
    if (digit >= 0 && digit <= 9) octet = Math.max(0, octet) * 10 + digit
    else if (ip.charCodeAt(i) === DOT && octet >= 0 && dots < 3) {
      subnet = subnet * 256 + octet
      octet = -1
      dots++
    } else return null
    if (octet > 255) return null
  }
  return dots === 3 && octet >= 0 ? subnet : null
}
