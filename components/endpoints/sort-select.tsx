'use client'

import { TEXT } from '#lib/format/text.ts'
import { parseSort, printSort, type Sort } from '#lib/query/sort.ts'
import { COLUMNS } from './columns.ts'

const SORTABLE = COLUMNS.flatMap(({ field, label }) => (field === null ? [] : [{ field, label }]))

/** Sorting where the table has no visible head. */
export function SortSelect({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const current = printSort(sort)
  const known = COLUMNS.some((column) => column.field === sort.field)
  return (
    <label className="gutter flex items-center gap-2 pb-3 sm:hidden">
      <span className="text-secondary">{TEXT.list.sortBy}</span>
      <select
        className="field min-w-0 flex-1"
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
    </label>
  )
}
