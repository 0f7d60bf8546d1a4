import { Icon } from '#components/ui/icon.tsx'
import type { AgentItem } from '#lib/contract/agents.ts'
import { TEXT } from '#lib/format/text.ts'
import { printSort, type Sort } from '#lib/query/sort.ts'
import { AgentRow } from './agent-row.tsx'
import { COLUMNS, type Column } from './columns.ts'
import { ROLE } from './table-roles.ts'

/** The list as a real table. Roles are written out, because two-line rows on phones change how its parts are displayed. */
export function AgentsTable({
  items,
  asOf,
  sort,
  range,
  severalManagers,
  onSort,
}: {
  items: readonly AgentItem[]
  asOf: string | null
  sort: Sort
  /** Which rows of how many. */
  range: string
  severalManagers: boolean
  onSort: (sort: Sort) => void
}) {
  const sortLabel = COLUMNS.find((column) => column.field === sort.field)?.label ?? printSort(sort)
  return (
    <table className="agents" {...ROLE.table}>
      <caption className="sr-only">
        {TEXT.list.caption(range, sort.descending ? `${sortLabel}, ${TEXT.list.descending}` : sortLabel)}
      </caption>
      <colgroup>
        {COLUMNS.map((column) => (
          <col key={column.key} className={`c-${column.key}`} />
        ))}
      </colgroup>
      <thead {...ROLE.group}>
        <tr {...ROLE.row}>
          {COLUMNS.map((column) => (
            <Header key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody {...ROLE.group}>
        {items.map((agent) => (
          <AgentRow key={`${agent.manager}/${agent.id}`} agent={agent} asOf={asOf} showManager={severalManagers} />
        ))}
      </tbody>
    </table>
  )
}

function Header({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const current = sort.field === column.field
  const descending = current ? !sort.descending : (column.latestFirst ?? false)
  return (
    <th
      scope="col"
      {...ROLE.column}
      className={`c-${column.key}${column.numeric ? ' num' : ''}`}
      aria-sort={current ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className="sort" onClick={() => onSort({ field: column.field, descending })}>
        {column.label}
        {current && <Icon name={sort.descending ? 'down' : 'up'} small />}
      </button>
      <span className="sort-word">{column.label}</span>
    </th>
  )
}
