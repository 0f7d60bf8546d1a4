import type { Scope } from '#lib/agent/scope.ts'
import type { Factor, FactorKind } from '#lib/insight/mass-facts.ts'
import { hasBit } from '#server/fleet/bits.ts'
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
    let size = 0
    for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) size++
    fleet += size
    const places = [count('manager', id, null, size)]
    parts.push({ start, end, placesOf: () => places })
    for (const [column, read] of OWN_COLUMNS) await addColumn(text[column], read, start, end, id)
  }
  for (const [column, read] of SHARED_COLUMNS) await addColumn(text[column], read, 0, layout.size, null)
  return {
    factors: [...sizes.values()].map(({ place: _, ...factor }) => factor),
    fleet,
    of: (slot) => parts.flatMap(({ start, end, placesOf }) => (slot >= start && slot < end ? placesOf(slot) : [])),
  }

  async function addColumn({ codes, words }: TextColumn, read: Read, start: number, end: number, manager: string | null) {
    if (turns.spent) await turns.next()
    const used = new Int32Array(words.size)
    for (let slot = start; slot < end; slot++) {
      const code = codes[slot] ?? 0
      if (hasBit(bits, slot)) used[code] = (used[code] ?? 0) + 1
    }
    const byCode: (readonly number[] | undefined)[] = []
    for (let code = 1; code < used.length; code++) {
      if (code % STEP === 0 && turns.spent) await turns.next()
      const size = used[code] ?? 0
      if (size > 0) byCode[code] = read(words.values[code] ?? '').map(([kind, value]) => count(kind, value, manager, size))
    }
    parts.push({ start, end, placesOf: (slot) => byCode[codes[slot] ?? 0] ?? [] })
  }
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
  ['ip', subnetsOf],
  ['version', (value) => [['version', value]]],
  ['osName', (value) => [['os', value]]],
]

/** The /24 and the /16 of an IPv4 address. */
function subnetsOf(ip: string): (readonly [FactorKind, string])[] {
  const [, a, b, c] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(ip) ?? []
  if (a === undefined || b === undefined || c === undefined) return []
  return [
    ['subnet24', `${a}.${b}.${c}.0/24`],
    ['subnet16', `${a}.${b}.0.0/16`],
  ]
}
