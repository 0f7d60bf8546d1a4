import { selectionKey } from '#components/ui/selection.ts'
import type { AgentItem, Strips } from '#lib/contract/agents.ts'
import { TEXT } from '#lib/format/text.ts'
import { printSort, type Sort } from '#lib/query/sort.ts'
import { AgentRow } from './agent-row.tsx'
import { columnWidths } from './column-widths.ts'
import { COLUMNS, type Column } from './columns.ts'
import { TableHead } from './table-head.tsx'
import { ROLE } from './table-roles.ts'

/** The list as a real table. Roles are written out, because two-line rows on phones change how its parts are displayed. */
export function AgentsTable({
  rows,
  columns,
  chosen,
  strips,
  asOf,
  sort,
  range,
  severalManagers,
  onSort,
}: {
  rows: readonly { readonly key: string; readonly agent: AgentItem; readonly left: boolean }[]
  columns: readonly Column[]
  /** A person chose the columns, so all of them show; what does not fit is scrolled to. */
  chosen: boolean
  strips: ReadonlyMap<string, Strips['strips'][number]>
  asOf: string | null
  sort: Sort
  /** Which rows of how many. */
  range: string
  severalManagers: boolean
  onSort: (sort: Sort) => void
}) {
  const widths = columnWidths.use()
  const sortLabel = COLUMNS.find((column) => column.field === sort.field)?.label ?? printSort(sort)
  const has = (key: Column['key']) => columns.some((column) => column.key === key)
  const [withId, withManager] = [!has('id'), severalManagers && !has('manager')]
  const widthOf = ({ key, width }: Column) => (widths[key] === undefined ? `${width}rem` : `${widths[key]}px`)
  // On a very wide list every column gets its part of the room, not the name alone.
  const nameIsFree = widths.name === undefined && !chosen && !has('flaps')
  const least = columns.map(widthOf).join(' + ')
  return (
    <table className="agents" {...ROLE.table} style={chosen ? { minWidth: `calc(${least})` } : undefined}>
      <caption className="sr-only">
        {TEXT.list.caption(range, sort.descending ? `${sortLabel}, ${TEXT.list.descending}` : sortLabel)}
      </caption>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} style={column.key === 'name' && nameIsFree ? undefined : { width: widthOf(column) }} />
        ))}
      </colgroup>
      <TableHead columns={columns} sort={sort} onSort={onSort} />
      <tbody {...ROLE.group}>
        {rows.map(({ key, agent, left }) => (
          <AgentRow
            key={key}
            agent={agent}
            left={left}
            columns={columns}
            asOf={asOf}
            strip={strips.get(selectionKey(agent))}
            withId={withId}
            withManager={withManager}
          />
        ))}
      </tbody>
    </table>
  )
}
