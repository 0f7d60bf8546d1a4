import { type AgentRow, type Column, type ColumnName, columnNames, type Value } from './columns.ts'

/** Cells laid over a column source, by row. */
export interface Layer {
  cells(row: number): AgentRow | undefined
  /** Adds to what the layer says of a row. */
  put(row: number, cells: AgentRow): void
  /** Says nothing of these columns of a row any more. */
  lift(row: number, names: readonly ColumnName[]): void
  clear(): void
  readonly isEmpty: boolean
  /** A column as seen through this layer. */
  over(name: ColumnName, base: Column): Column
}

export function openLayer(): Layer {
  const rows = new Map<number, AgentRow>()
  const touched = new Set<string>()
  return {
    cells: (row) => rows.get(row),
    put(row, cells) {
      for (const name in cells) touched.add(name)
      const known = rows.get(row)
      rows.set(row, known ? { ...known, ...cells } : cells)
    },
    lift(row, names) {
      const cells = rows.get(row)
      if (!cells) return
      const kept = columnNames.filter((name) => cells[name] !== undefined && !names.includes(name))
      if (kept.length === 0) rows.delete(row)
      else rows.set(row, Object.fromEntries(kept.map((name) => [name, cells[name] ?? null])))
    },
    clear() {
      rows.clear()
      touched.clear()
    },
    get isEmpty() {
      return rows.size === 0
    },
    over: (name, base) => (touched.has(name) ? covered(name, base, rows) : base),
  }
}

function covered(name: ColumnName, base: Column, rows: ReadonlyMap<number, AgentRow>): Column {
  const read = (row: number) => {
    const value = rows.get(row)?.[name]
    return value === undefined ? base.read(row) : value
  }
  const { coded } = base
  if (!coded) return { affinity: base.affinity, read }
  let made: NonNullable<Column['coded']> | undefined
  return {
    affinity: base.affinity,
    read,
    get coded() {
      made ??= withCodes(name, coded, rows)
      return made
    },
  }
}

/** Codes of the layer's own values follow those of the base. */
function withCodes(name: ColumnName, base: NonNullable<Column['coded']>, rows: ReadonlyMap<number, AgentRow>) {
  const values: Value[] = [...base.values]
  const codes = new Map<Value, number>()
  const own = new Map<number, number>()
  for (const [row, cells] of rows) {
    const value = cells[name]
    if (value === undefined) continue
    const code = codes.get(value) ?? values.push(value) - 1
    codes.set(value, code)
    own.set(row, code)
  }
  return { values, code: (row: number) => own.get(row) ?? base.code(row) }
}
