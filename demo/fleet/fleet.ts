import type { AgentDetails } from '../agent/details.ts'
import { openTaskBook, type TaskBook } from '../agent/task-book.ts'
import {
  type AgentRow,
  type AgentSource,
  type Beat,
  type Column,
  type Columns,
  columnsFrom,
  type GroupInfo,
  type ManagerIdentity,
} from './columns.ts'
import { openGroupsBook } from './groups-book.ts'
import { hash32, hexDigits } from './hash.ts'
import { INTERRUPTION_SECONDS, type Interruption, interrupted } from './interruption.ts'
import { openLayer } from './layer.ts'
import { newcomer } from './newcomer.ts'

/** The agents as the API sees them at one moment: a source plus what people and tests have changed. */
export interface Fleet {
  readonly identity: ManagerIdentity
  /** Whether keep-alives go on as time goes by. */
  readonly isLiving: boolean
  /** How the agent of a row keeps in touch. */
  beat(row: number): Beat
  /** Checksum of merged.mg of a set of groups (comma-joined) now. */
  mergedSum(groups: string): string
  /** What the fleet file says of an agent beyond its row, by its numeric id. */
  details(id: number): AgentDetails | undefined
  /** What the manager has been told to do with its agents. */
  readonly tasks: TaskBook
  /** Brings everything to this moment (epoch seconds); called once at the start of a request. */
  refresh(nowSeconds: number): void
  /** Live rows in order of id. */
  rows(): readonly number[] | Int32Array
  columns(): Columns
  /** The row of a numeric id, if that agent exists. */
  rowOf(id: number): number | undefined
  groups(): readonly GroupInfo[]
  /** Overwrites cells of an agent; false when there is no such agent. */
  set(id: number, cells: AgentRow): boolean
  /** Takes an agent out; false when there is no such agent. */
  remove(id: number): boolean
  /** Takes the agents of these rows out. */
  removeRows(rows: Iterable<number>): void
  /** Adds an agent under the next id that was never given (or the given one) and returns its id. */
  add(cells: AgentRow): number
  /** The id that the next agent gets. */
  nextId(): number
  /** Tells the agents of these rows to restart or to reconnect; what comes of it shows as time goes by. */
  interrupt(rows: Iterable<number>, kind: Interruption['kind']): void
  /** Has an agent install a version: it restarts at a moment (epoch seconds) and says so when it is back. */
  upgrade(row: number, version: string, at: number): void
  /** Puts agents, by row, into these groups, in order of priority, and out of all others. */
  regroup(changes: Iterable<readonly [row: number, groups: readonly string[]]>): void
  createGroup(name: string): void
  /** Deletes a group; members left without any go to `default`. */
  deleteGroup(name: string): void
  /** Changes with every change that was made. */
  readonly revision: number
}

export function openFleet(source: AgentSource): Fleet {
  const edits = openLayer()
  /** What passes by itself: agents on their way through a restart, or to new groups. */
  const passing = openLayer()
  const interruptions = new Map<number, Interruption>()
  const moves = new Map<number, { readonly groups: string; readonly at: number }>()
  const upgrades = new Map<number, { readonly version: string; readonly at: number }>()
  const templateSum = source.groups(0).find(({ name }) => name === 'default')?.configSum || hexDigits(1, 1, 35, 32)
  const book = openGroupsBook(source.groups, source.mergedSum, templateSum)
  let added = 0
  let moment = 0
  let revision = 0
  let passesUntil = 0
  let highestId: number | undefined
  let liveRows: Int32Array = Int32Array.from({ length: source.size }, (_, row) => row)
  let liveColumns: Columns | undefined

  const touch = () => {
    revision += 1
    liveColumns = undefined
  }
  const idOf = (row: number) => Number(columns().id.read(row))
  const isHandMade = (row: number) => row >= source.size || edits.cells(row)?.connection_status !== undefined

  function columns(): Columns {
    liveColumns ??= columnsFrom((name) => {
      const column = added > 0 ? grown(source.columns[name], source.size) : source.columns[name]
      return passing.over(name, edits.over(name, column))
    })
    return liveColumns
  }

  /** The index in `liveRows` of an id, or of the first higher one. */
  function placeOf(id: number): number {
    let low = 0
    let high = liveRows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (idOf(liveRows[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }

  function rowOf(id: number): number | undefined {
    const row = liveRows[placeOf(id)]
    return row !== undefined && idOf(row) === id ? row : undefined
  }

  function nextId(): number {
    const last = liveRows.at(-1)
    highestId ??= last === undefined ? 0 : idOf(last)
    return highestId + 1
  }

  function removeRows(rows: Iterable<number>): void {
    nextId()
    const gone = new Uint8Array(source.size + added)
    for (const row of rows) gone[row] = 1
    let kept = 0
    const rest = new Int32Array(liveRows.length)
    for (const row of liveRows) if (gone[row] === 0) rest[kept++] = row
    liveRows = rest.slice(0, kept)
    touch()
  }

  function undisturbed(row: number) {
    const cells = columns()
    const isOwn = !isHandMade(row) && edits.cells(row)?.last_keepalive === undefined
    const { keepAliveSeconds, salt, connectedAt } = isOwn ? source.beat(row) : { keepAliveSeconds: 20, salt: row, connectedAt: 0 }
    return {
      keepAliveSeconds,
      salt,
      connectedAt,
      status: cells.connection_status.read(row),
      lastKeepAlive: Number(cells.last_keepalive.read(row) ?? 0),
      isLiving: source.isLiving && isOwn,
    }
  }

  /** Agents that are back with a new version say so. */
  function settleUpgrades(): void {
    for (const [row, { version, at }] of upgrades) {
      if (moment < at + INTERRUPTION_SECONDS / 2) continue
      edits.put(row, { version })
      upgrades.delete(row)
      touch()
    }
  }

  /** Works out anew what is passing. */
  function pass(): void {
    const wasEmpty = passing.isEmpty
    if (!wasEmpty) {
      passing.clear()
      liveColumns = undefined
    }
    if (moment > passesUntil) return
    for (const [row, order] of interruptions) {
      if (moment < order.at) continue
      const isOver = source.isLiving && !isHandMade(row) && moment > order.at + INTERRUPTION_SECONDS
      const cells = isOver ? undefined : interrupted(order, undisturbed(row), moment)
      if (cells) passing.put(row, cells)
    }
    for (const [row, move] of moves) {
      const { status, keepAliveSeconds, salt } = undisturbed(row)
      if (status !== 'active') continue
      const hasFetched = moment >= move.at + (1 + (salt % 3)) * keepAliveSeconds
      const fetched = { group_config_status: 'synced', merged_sum: source.mergedSum(move.groups, moment) }
      passing.put(row, hasFetched ? fetched : { group_config_status: 'not synced' })
    }
    liveColumns = undefined
  }

  function regroup(row: number, groups: readonly string[]): void {
    const list = groups.join(',')
    edits.lift(row, ['group', 'group_config_status', 'merged_sum'])
    if (isHandMade(row)) {
      edits.put(row, { group: list, group_config_status: 'not synced' })
      moves.set(row, { groups: list, at: moment })
      passesUntil = Number.POSITIVE_INFINITY
    } else source.regroup(row, list, moment)
  }

  return {
    identity: source.identity,
    get revision() {
      return revision
    },
    refresh(nowSeconds) {
      if (nowSeconds === moment) return source.refresh(nowSeconds)
      moment = nowSeconds
      source.refresh(nowSeconds)
      settleUpgrades()
      pass()
    },
    isLiving: source.isLiving,
    beat: undisturbed,
    mergedSum: (groups) => source.mergedSum(groups, moment),
    details: (id) => source.details?.get(id),
    tasks: openTaskBook(),
    rows: () => liveRows,
    columns,
    rowOf,
    nextId,
    removeRows,
    groups: () => book.list(moment),
    set(id, cells) {
      const row = rowOf(id)
      if (row === undefined) return false
      if (cells.connection_status !== undefined) interruptions.delete(row)
      if (cells.group !== undefined) moves.delete(row)
      edits.put(row, cells)
      touch()
      pass()
      return true
    },
    remove(id) {
      const row = rowOf(id)
      if (row !== undefined) removeRows([row])
      return row !== undefined
    },
    add(cells) {
      const id = typeof cells.id === 'number' ? cells.id : nextId()
      const row = source.size + added
      highestId = Math.max(nextId() - 1, id)
      const place = placeOf(id)
      added += 1
      edits.put(row, { ...newcomer(moment), internal_key: hexDigits(hash32(id, moment, 42), row, 33, 64), ...cells, id })
      const rows = new Int32Array(liveRows.length + 1)
      rows.set(liveRows.subarray(0, place))
      rows[place] = row
      rows.set(liveRows.subarray(place), place + 1)
      liveRows = rows
      touch()
      return id
    },
    interrupt(rows, kind) {
      for (const row of rows) {
        const { isLiving, lastKeepAlive, keepAliveSeconds } = undisturbed(row)
        // Who has fallen silent does not hear the order either.
        if (isLiving && moment - lastKeepAlive > 2 * keepAliveSeconds) continue
        interruptions.set(row, { kind, at: moment })
        passesUntil = isLiving ? Math.max(passesUntil, moment + INTERRUPTION_SECONDS) : Number.POSITIVE_INFINITY
      }
      touch()
      pass()
    },
    upgrade(row, version, at) {
      upgrades.set(row, { version, at })
      interruptions.set(row, { kind: 'restart', at })
      passesUntil = undisturbed(row).isLiving ? Math.max(passesUntil, at + INTERRUPTION_SECONDS) : Number.POSITIVE_INFINITY
    },
    regroup(changes) {
      for (const [row, groups] of changes) regroup(row, groups)
      touch()
      pass()
    },
    createGroup: (name) => {
      book.create(name, moment)
      revision += 1
    },
    deleteGroup(name) {
      book.delete(name)
      const { group } = columns()
      const members = [...liveRows].filter((row) => groupsIn(group, row).includes(name))
      for (const row of members) {
        const left = groupsIn(group, row).filter((other) => other !== name)
        regroup(row, left.length > 0 ? left : ['default'])
      }
      touch()
      pass()
    },
  }
}

function groupsIn(column: Column, row: number): string[] {
  const list = column.read(row)
  return typeof list === 'string' && list !== '' ? list.split(',') : []
}

/** A source's column with empty cells for the rows after its last one. */
function grown(base: Column, size: number): Column {
  const { affinity, coded } = base
  const read = (row: number) => (row < size ? base.read(row) : null)
  if (!coded) return { affinity, read }
  const values = [...coded.values, null]
  return { affinity, read, coded: { values, code: (row) => (row < size ? coded.code(row) : values.length - 1) } }
}
