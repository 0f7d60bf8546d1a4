import { fold } from '#lib/agent/collate.ts'
import type { Scope } from '#lib/agent/scope.ts'
import { type StatusReason, toStatusReason } from '#lib/agent/status.ts'
import { parseVersion } from '#lib/agent/version.ts'
import type { Expr } from '#lib/query/ast.ts'
import { hasBit } from './bits.ts'
import { Bins, type FleetBreakdowns } from './breakdown-bins.ts'
import { readGroups } from './group-lists.ts'
import { matchesOf, readsOf } from './match-set.ts'
import { outdatedByCode } from './outdated.ts'
import { managersInScope } from './scope-slots.ts'
import type { FleetSnapshot, ManagerView } from './snapshot.ts'
import type { Words } from './table.ts'

const STEP = 4096

/** Counts the agents in scope that match by everything the screen breaks them down by; yields as it goes. */
export async function breakDown(
  snapshot: FleetSnapshot,
  { expr, scope }: { expr: Expr; scope: Scope },
): Promise<FleetBreakdowns> {
  const managers = managersInScope(snapshot.managers, scope)
  const { key, from } = readsOf(snapshot, expr, scope)
  const { text, number } = snapshot.table
  const { status, groupConfigStatus, groups, nodeName, version, osName, osVersion } = text
  const reads = [...from, status, groupConfigStatus, groups, nodeName, version, osName, osVersion, number.statusCode]
  const known = JSON.stringify(managers.map((manager) => [manager.id, manager.version]))
  return snapshot.caches.breakdowns.get(`${key} ${known}`, reads, () => count(snapshot, managers, expr, scope))
}

async function count(
  snapshot: FleetSnapshot,
  managers: readonly ManagerView[],
  expr: Expr,
  scope: Scope,
): Promise<FleetBreakdowns> {
  const { turns, table } = snapshot
  const { text } = table
  const { bits } = await matchesOf(snapshot, expr, scope)
  const pause = async () => {
    if (turns.spent) await turns.next()
  }
  const isDown = Uint8Array.from(text.status.words.values.slice(0, text.status.words.size), (word) =>
    word === 'disconnected' ? 1 : 0,
  )
  const statusCodes = text.status.codes
  /** Calls `add` with the matching slots from `start` up to `end`, and with 1 for those that are down. */
  const each = async (start: number, end: number, add: (slot: number, down: number) => void) => {
    for (let at = start; at < end; at += STEP) {
      await pause()
      const stop = Math.min(at + STEP, end)
      for (let slot = at; slot < stop; slot++) if (hasBit(bits, slot)) add(slot, isDown[statusCodes[slot] ?? 0] ?? 0)
    }
  }

  const byManager = new Bins<string>()
  const nodes: FleetBreakdowns['node'][number][] = []
  const versions = new Bins<string>()
  const outdated = new Map<string, number>()
  for (const { id, start, end, version } of managers) {
    const own = new CodeCounts(text.nodeName.words)
    const ownVersions = new CodeCounts(text.version.words)
    await each(start, end, (slot, down) => {
      own.add(text.nodeName.codes[slot] ?? 0, down)
      ownVersions.add(text.version.codes[slot] ?? 0, down)
    })
    const { total, down } = own.sum()
    byManager.add(id, id, total, down)
    for (const share of (await own.bins(fold, pause)).shares()) nodes.push({ ...share, manager: id })
    const isOutdated = outdatedByCode(text.version.words, version)
    await ownVersions.forEach(pause, (code, word, counts) => {
      const key = versionKey(word)
      versions.add(key, word, counts.total, counts.down)
      if (isOutdated[code] === true) outdated.set(key ?? '', (outdated.get(key ?? '') ?? 0) + counts.total)
    })
  }

  const { size } = table.layout
  const sync = new CodeCounts(text.groupConfigStatus.words)
  const lists = new CodeCounts(text.groups.words)
  const reasons = new Bins<StatusReason>()
  const systems = new Map<number, { total: number; down: number }>()
  const versionCodes = text.osVersion.words.size
  await each(0, size, (slot, down) => {
    sync.add(text.groupConfigStatus.codes[slot] ?? 0, down)
    lists.add(text.groups.codes[slot] ?? 0, down)
    const statusCode = table.number.statusCode[slot] ?? Number.NaN
    const reason = toStatusReason(Number.isNaN(statusCode) ? null : statusCode)
    reasons.add(reason, reason, 1, down)
    const system = (text.osName.codes[slot] ?? 0) * versionCodes + (text.osVersion.codes[slot] ?? 0)
    const found = systems.get(system)
    if (found) {
      found.total++
      found.down += down
    } else systems.set(system, { total: 1, down })
  })
  const groups = new Bins<string>()
  let inSeveralGroups = 0
  await lists.forEach(pause, (_, json, counts) => {
    const names = readGroups(json)
    if (names.length === 0) groups.add(null, null, counts.total, counts.down)
    if (names.length > 1) inSeveralGroups += counts.total
    // A list that names a group twice, in any spelling, holds the agent once.
    for (const [key, name] of new Map(names.map((one) => [fold(one), one]))) groups.add(key, name, counts.total, counts.down)
  })
  return {
    ...lists.sum(),
    reason: reasons.shares(),
    sync: (await sync.bins(fold, pause)).shares(),
    group: groups.shares(),
    inSeveralGroups,
    manager: byManager.shares(),
    node: nodes,
    version: versions.shares().map((share) => ({ ...share, outdated: outdated.get(versionKey(share.value) ?? '') ?? 0 })),
    system: await systemShares(text.osName.words, text.osVersion.words, systems, pause),
  }
}

/** One system for each name and version that queries tell apart; of Windows for each name. */
async function systemShares(
  names: Words,
  versions: Words,
  counted: ReadonlyMap<number, { total: number; down: number }>,
  pause: () => Promise<void>,
): Promise<FleetBreakdowns['system']> {
  const bins = new Bins<{ name: string; version: string | null; anyVersion: boolean }>()
  let steps = 0
  for (const [code, { total, down }] of counted) {
    if (++steps % STEP === 0) await pause()
    const nameCode = Math.floor(code / versions.size)
    const name = nameCode === 0 ? null : (names.values[nameCode] ?? '')
    const folded = names.folded[nameCode] ?? ''
    const anyVersion = folded.includes('windows')
    const versionCode = anyVersion ? 0 : code % versions.size
    const version = versionCode === 0 ? null : (versions.values[versionCode] ?? '')
    if (name === null) bins.add(null, null, total, down)
    else bins.add(JSON.stringify([folded, versionKey(version)]), { name, version, anyVersion }, total, down)
  }
  return bins.shares().map(({ value, total, down }) => {
    const { name = null, version = null, anyVersion = true } = value ?? {}
    return { value: name, version, anyVersion, total, down }
  })
}

/** Equal for versions that queries take for the same one. */
function versionKey(text: string | null): string | null {
  if (text === null) return null
  const parts = parseVersion(text)
  return parts ? parts.slice(0, parts.findLastIndex((part) => part !== 0) + 1).join('.') : `text ${fold(text)}`
}

/** Counts by code of one column. */
class CodeCounts {
  readonly #words: Words
  readonly #total: Int32Array
  readonly #down: Int32Array

  constructor(words: Words) {
    this.#words = words
    this.#total = new Int32Array(words.size)
    this.#down = new Int32Array(words.size)
  }

  add(code: number, down: number): void {
    this.#total[code] = (this.#total[code] ?? 0) + 1
    this.#down[code] = (this.#down[code] ?? 0) + down
  }

  sum(): { total: number; down: number } {
    return { total: this.#total.reduce((sum, n) => sum + n, 0), down: this.#down.reduce((sum, n) => sum + n, 0) }
  }

  /** Every text that was counted, `null` for none. */
  async forEach(
    pause: () => Promise<void>,
    act: (code: number, word: string | null, counts: { total: number; down: number }) => void,
  ): Promise<void> {
    for (let code = 0; code < this.#words.size; code++) {
      if (code % STEP === STEP - 1) await pause()
      const total = this.#total[code] ?? 0
      if (total > 0) act(code, code === 0 ? null : (this.#words.values[code] ?? ''), { total, down: this.#down[code] ?? 0 })
    }
  }

  /** Texts with an equal key count as one. */
  async bins(keyOf: (word: string) => string, pause: () => Promise<void>): Promise<Bins<string>> {
    const bins = new Bins<string>()
    await this.forEach(pause, (_, word, { total, down }) => bins.add(word === null ? null : keyOf(word), word, total, down))
    return bins
  }
}
