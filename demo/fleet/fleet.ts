import {
  type AgentRow,
  type AgentSource,
  affinityOf,
  type Column,
  type ColumnName,
  type Columns,
  columnNames,
  columnsFrom,
  type GroupInfo,
  type ManagerIdentity,
  type Value,
} from './columns.ts'

/** The agents as the API sees them at one moment: a source plus what tests have changed by hand. */
export interface Fleet {
  readonly identity: ManagerIdentity
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
  /** Adds an agent under the next free id (or the given one) and returns its id. */
  add(cells: AgentRow): number
  /** Changes with every hand-made change. */
  readonly revision: number
}

export function openFleet(source: AgentSource): Fleet {
  const edits = new Map<ColumnName, Map<number, Value>>()
  const removed = new Set<number>()
  const added: number[] = []
  let moment = 0
  let revision = 0
  let liveRows: Int32Array | undefined
  let liveColumns: Columns | undefined

  const touch = () => {
    revision += 1
    liveRows = undefined
    liveColumns = undefined
  }
  const edit = (row: number, cells: AgentRow) => {
    for (const name of columnNames) {
      const value = cells[name]
      if (value === undefined) continue
      const column = edits.get(name) ?? new Map<number, Value>()
      edits.set(name, column.set(row, value))
    }
    touch()
  }
  const idOf = (row: number) => Number(columns().id.read(row))

  function columns(): Columns {
    liveColumns ??= columnsFrom((name) => edited(source, name, edits.get(name), added.length > 0))
    return liveColumns
  }

  function rows(): Int32Array {
    if (liveRows) return liveRows
    const list: number[] = []
    for (let row = 0; row < source.size; row++) if (!removed.has(row)) list.push(row)
    list.push(...added.filter((row) => !removed.has(row)))
    if (added.length > 0) list.sort((a, b) => idOf(a) - idOf(b))
    liveRows = Int32Array.from(list)
    return liveRows
  }

  function rowOf(id: number): number | undefined {
    const list = rows()
    let low = 0
    let high = list.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const row = list[middle] ?? 0
      const found = idOf(row)
      if (found === id) return row
      if (found < id) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }

  return {
    identity: source.identity,
    get revision() {
      return revision
    },
    refresh(nowSeconds) {
      moment = nowSeconds
      source.refresh(nowSeconds)
    },
    rows,
    columns,
    rowOf,
    groups: () => source.groups(moment),
    set(id, cells) {
      const row = rowOf(id)
      if (row === undefined) return false
      edit(row, cells)
      return true
    },
    remove(id) {
      const row = rowOf(id)
      if (row === undefined) return false
      removed.add(row)
      touch()
      return true
    },
    add(cells) {
      const list = rows()
      const last = list.at(-1)
      const id = typeof cells.id === 'number' ? cells.id : last === undefined ? 1 : idOf(last) + 1
      const row = source.size + added.length
      added.push(row)
      edit(row, { ...newcomer(moment), ...cells, id })
      return id
    },
  }
}

/** What the table holds about an agent that has just enrolled. */
function newcomer(nowSeconds: number): AgentRow {
  return {
    name: 'new-agent',
    ip: 'any',
    register_ip: 'any',
    node_name: 'unknown',
    date_add: nowSeconds,
    connection_status: 'never_connected',
    disconnection_time: 0,
    group_config_status: 'not synced',
    status_code: 0,
  }
}

function edited(source: AgentSource, name: ColumnName, changes: ReadonlyMap<number, Value> | undefined, grown: boolean): Column {
  const base = source.columns[name]
  if (!changes && !grown) return base
  return {
    affinity: affinityOf(name),
    read: (row) => {
      const change = changes?.get(row)
      if (change !== undefined) return change
      return row < source.size ? base.read(row) : null
    },
  }
}
