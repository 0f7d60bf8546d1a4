import Link from 'next/link'
import { memo, useState } from 'react'
import { selection, selectionKey, useIsSelected } from '#components/ui/selection.ts'
import { STATUS_META } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { CELLS, type CellData, MARKS } from './cells.tsx'
import { COLUMN_KEYS, type Column, type ColumnKey } from './columns.ts'
import { ROLE } from './table-roles.ts'
import { NARROW_KEYS } from './use-columns.ts'

/** One endpoint. Rows keep their identity between passes, so cells change in place; what a pass changed is marked until the next. */
export const AgentRow = memo(function AgentRow({
  columns,
  withId,
  withManager,
  left,
  isStale,
  isOpen,
  ...data
}: CellData & {
  columns: readonly Column[]
  /** The id has no column of its own. */
  withId: boolean
  withManager: boolean
  left: boolean
  /** Nothing current is known of its manager, while others are fresh. */
  isStale: boolean
  /** It is shown beside the list. */
  isOpen: boolean
}) {
  const { agent, managerName } = data
  const changed = useChanges(agent, data.flappingChanges)
  const key = selectionKey(agent)
  const isSelected = useIsSelected(key)
  return (
    <tr
      {...ROLE.row}
      data-s={STATUS_META[agent.status].token}
      data-left={left || undefined}
      data-stale={isStale ? '' : undefined}
      data-expected={agent.expected || undefined}
      data-selected={isSelected || undefined}
      data-open={isOpen || undefined}
      aria-current={isOpen || undefined}
    >
      <th scope="row" {...ROLE.name} className="c-name">
        <label className="pick">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={LIST_TEXT.selection.select(agent.name)}
            checked={isSelected}
            onChange={() => selection.toggle(key, agent.name)}
          />
        </label>
        <span className="named">
          <Link
            href={`/agents/${encodeURIComponent(agent.manager)}/${agent.id}`}
            prefetch={false}
            title={left ? `${agent.name}: ${LIST_TEXT.cells.left}` : agent.name}
            data-key={key}
          >
            {agent.name}
          </Link>
          {agent.alias !== null && !columns.some((column) => column.key === 'alias') && (
            <span className="alias" title={agent.alias}>
              <bdi>{agent.alias}</bdi>
            </span>
          )}
          {(withId || withManager) && (
            <span className="sub">{[withManager && managerName, withId && agent.id].filter(Boolean).join(' ')}</span>
          )}
        </span>
      </th>
      {columns.map(({ key: name, label }) => {
        if (name === 'name') return null
        const { className = '', show } = CELLS[name]
        return (
          <td
            key={name}
            {...ROLE.cell}
            className={`c-${name} ${className}`}
            data-new={changed.has(name) || undefined}
            data-label={NARROW_KEYS.includes(name) ? undefined : label}
          >
            {show(data)}
          </td>
        )
      })}
    </tr>
  )
})

const NONE: ReadonlySet<ColumnKey> = new Set()

/** The columns in which the newest data differs from that before. */
function useChanges(agent: AgentItem, flappingChanges: number): ReadonlySet<ColumnKey> {
  const [seen, setSeen] = useState({ agent, changed: NONE })
  if (seen.agent === agent) return seen.changed
  const changed = new Set<ColumnKey>()
  for (const key of COLUMN_KEYS) {
    const mark = MARKS[key]
    if (mark && mark(agent, flappingChanges) !== mark(seen.agent, flappingChanges)) changed.add(key)
  }
  setSeen({ agent, changed })
  return changed
}
