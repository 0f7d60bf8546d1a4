'use client'

import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { parseSort, printSort, type Sort } from '#lib/query/sort.ts'
import { COLUMNS } from './columns.ts'

const SORTABLE = COLUMNS.flatMap(({ field, label }) => (field === null ? [] : [{ field, label }]))

/** Where the table has no visible head and no pointer: sorting, selecting, and the tools of the list. */
export function PhoneBar({
  sort,
  onSort,
  isSelecting,
  onSelecting,
  children,
}: {
  sort: Sort
  onSort: (sort: Sort) => void
  /** A press on a row selects it. */
  isSelecting: boolean
  onSelecting: (on: boolean) => void
  /** Further tools. */
  children: React.ReactNode
}) {
  const current = printSort(sort)
  const known = COLUMNS.some((column) => column.field === sort.field)
  return (
    <div className="gutter no-print flex items-center gap-2 pb-3 sm:hidden">
      <select
        className="field min-w-0 flex-1"
        aria-label={TEXT.list.sortBy}
        value={current}
        onChange={(event) => {
          const next = parseSort(event.target.value)
          if (next) onSort(next)
        }}
      >
        {!known && <option value={current}>{current}</option>}
        {SORTABLE.map(({ field, label }) => (
          <optgroup key={field} label={label}>
            <option value={printSort({ field, descending: false })}>{TEXT.list.ascendingName(label)}</option>
            <option value={printSort({ field, descending: true })}>{TEXT.list.descendingName(label)}</option>
          </optgroup>
        ))}
      </select>
      <button type="button" className="button" aria-pressed={isSelecting} onClick={() => onSelecting(!isSelecting)}>
        {isSelecting ? LIST_TEXT.selection.done : LIST_TEXT.selection.start}
      </button>
      {children}
    </div>
  )
}
