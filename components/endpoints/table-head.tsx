import { useRef } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import type { Sort } from '#lib/query/sort.ts'
import { columnWidths, withWidth } from './column-widths.ts'
import type { Column } from './columns.ts'
import { ROLE } from './table-roles.ts'

/** The heads of the columns: they sort, and their edges set the width. */
export function TableHead({ columns, sort, onSort }: { columns: readonly Column[]; sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <thead {...ROLE.group}>
      <tr {...ROLE.row}>
        {columns.map((column) => (
          <Header key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  )
}

function Header({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const { field, label } = column
  const current = field !== null && sort.field === field
  const descending = current ? !sort.descending : (column.latestFirst ?? false)
  return (
    <th
      scope="col"
      {...ROLE.column}
      className={`c-${column.key}${column.numeric ? ' num' : ''}`}
      aria-sort={current ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {field === null ? (
        <span className="unsorted">{label}</span>
      ) : (
        <button type="button" className="sort" onClick={() => onSort({ field, descending })}>
          <span className="sort-label">{label}</span>
          {current && <Icon name={sort.descending ? 'down' : 'up'} small />}
        </button>
      )}
      <span className="sort-word">{label}</span>
      <Grip column={column} />
    </th>
  )
}

/** The edge of a column: drawn by pointer; the dialog of columns has a field for the same. A double click gives the usual width. */
function Grip({ column: { key } }: { column: Column }) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const set = (width: number | null) => columnWidths.set(withWidth(columnWidths.get(), key, width))
  return (
    <span
      className="grip no-print"
      aria-hidden="true"
      onDoubleClick={() => set(null)}
      onPointerDown={(event) => {
        const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0
        start.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
        event.preventDefault()
      }}
      onPointerMove={(event) => {
        if (start.current) set(start.current.width + event.clientX - start.current.x)
      }}
      onPointerUp={() => {
        start.current = null
      }}
      onPointerCancel={() => {
        start.current = null
      }}
    />
  )
}
