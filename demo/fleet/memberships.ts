import type { People } from './settle.ts'

/** Which groups the agents of a generated fleet are in: as drawn, or as somebody changed it. */
export interface Memberships {
  /** Index into `lists`, by row. */
  readonly codes: Uint32Array
  /** Comma-joined names; grows when somebody makes a new combination. */
  readonly lists: readonly string[]
  /** When an agent was last given other groups (epoch seconds); 0 for never. */
  readonly changedAt: Float64Array
  /** Rows that were ever given other groups. */
  changedRows(): Iterable<number>
  listOf(row: number): string
  /** The groups before the last change. */
  listBefore(row: number): string
  change(row: number, groups: string, at: number): void
}

export function openMemberships(people: People): Memberships {
  const codes = Uint32Array.from(people.groups)
  const lists = [...people.groupLists]
  const known = new Map(lists.map((list, code) => [list, code]))
  const changedAt = new Float64Array(codes.length)
  const before = new Map<number, number>()
  const codeOf = (groups: string) => {
    const code = known.get(groups)
    if (code !== undefined) return code
    known.set(groups, lists.length)
    lists.push(groups)
    return lists.length - 1
  }
  const text = (code: number | undefined) => lists[code ?? 0] ?? 'default'
  return {
    codes,
    lists,
    changedAt,
    changedRows: () => before.keys(),
    listOf: (row) => text(codes[row]),
    listBefore: (row) => text(before.get(row)),
    change(row, groups, at) {
      before.set(row, codes[row] ?? 0)
      codes[row] = codeOf(groups)
      changedAt[row] = at
    },
  }
}
