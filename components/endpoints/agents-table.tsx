import { useFlappingChanges } from '#components/shell/use-presets.ts'
import { selectionKey } from '#components/ui/selection.ts'
import type { AgentItem, Strips } from '#lib/contract/agents.ts'
import { TEXT } from '#lib/format/text.ts'
import { printSort, type Sort } from '#lib/query/sort.ts'
import { AgentRow } from './agent-row.tsx'
import type { ColumnWidths } from './column-widths.ts'
import { COLUMNS, type Column } from './columns.ts'
import { TableHead } from './table-head.tsx'
import { ROLE } from './table-roles.ts'

/** The list as a real table. Roles are written out, because two-line rows on phones change how its parts are displayed. */
export function AgentsTable({
  rows,
  columns,
  chosen,
  widths,
  strips,
  asOf,
  sort,
  range,
  managers,
  staleManagers,
  open,
  onSort,
}: {
  rows: readonly { readonly key: string; readonly agent: AgentItem; readonly left: boolean }[]
  columns: readonly Column[]
  /** A person chose the columns, so all of them have the width they should have. */
  chosen: boolean
  widths: ColumnWidths
  strips: ReadonlyMap<string, Strips['strips'][number]>
  asOf: string | null
  sort: Sort
  /** Which rows of how many. */
  range: string
  /** What people call the managers, by id. */
  managers: ReadonlyMap<string, string>
  /** Ids of those of which nothing current is known. */
  staleManagers: ReadonlySet<string>
  /** `manager/id` of the one that is shown beside the list. */
  open: string
  onSort: (sort: Sort) => void
}) {
  const flappingChanges = useFlappingChanges()
  const sortLabel = COLUMNS.find((column) => column.field === sort.field)?.label ?? printSort(sort)
  const has = (key: Column['key']) => columns.some((column) => column.key === key)
  const [withId, withManager] = [!has('id'), managers.size > 1 && !has('manager')]
  const widthOf = ({ key, width }: Column) => (widths[key] === undefined ? `${width}rem` : `${widths[key]}px`)
  // On a very wide list every column gets its part of the room, not the name alone.
  const nameIsFree = widths.name === undefined && !chosen && !has('flaps')
  return (
    <table className="agents" {...ROLE.table}>
      <caption className="sr-only">
        {TEXT.list.caption(range, sort.descending ? `${sortLabel}, ${TEXT.list.descending}` : sortLabel)}
      </caption>
      <colgroup>
        {columns.map((column) => (
          // By a custom property, so that paper can do without; the type of `style` does not name it.
          <col
            key={column.key}
            style={{ '--w': column.key === 'name' && nameIsFree ? 'auto' : widthOf(column) } as React.CSSProperties}
          />
        ))}
      </colgroup>
      <TableHead columns={columns} sort={sort} onSort={onSort} />
      <tbody {...ROLE.group}>
        {rows.map(({ key, agent, left }) => (
          <AgentRow
            key={key}
            agent={agent}
            managerName={managers.get(agent.manager) ?? agent.manager}
            left={left}
            isOpen={open === selectionKey(agent)}
            isStale={staleManagers.has(agent.manager)}
            columns={columns}
            asOf={asOf}
            flappingChanges={flappingChanges}
            strip={strips.get(selectionKey(agent))}
            withId={withId}
            withManager={withManager}
          />
        ))}
      </tbody>
    </table>
  )
}
