import { ListLink } from '#components/ui/list-link.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { AGENT_STATUSES, STATUS_META } from '#lib/agent/status.ts'
import type { Summary } from '#lib/contract/sync.ts'
import { formatCount, formatShare } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Expr } from '#lib/query/ast.ts'
import { hasTerm, toggleTerm } from './filter.ts'

/** How many of each status, and how many in sync; each is a link that sets the condition or takes it away. */
export function Counts({ summary, expr, hrefOf }: { summary: Summary; expr: Expr; hrefOf: (q: string) => string }) {
  const { byStatus, bySync, total } = summary
  const shown = AGENT_STATUSES.filter(
    (status) => status !== 'unknown' || byStatus.unknown > 0 || hasTerm(expr, 'status', 'unknown'),
  )
  const known = bySync.synced + bySync.not_synced
  return (
    <ul className="counts mt-1">
      {shown.map((status) => {
        const { label, token } = STATUS_META[status]
        return (
          <li key={status}>
            <ListLink
              className="count"
              href={hrefOf(toggleTerm(expr, 'status', status))}
              aria-current={hasTerm(expr, 'status', status) ? 'true' : undefined}
            >
              <span className="meta flex items-center gap-1.5 font-medium text-secondary">
                <StatusMark token={token} />
                {label}
              </span>
              <span className="figure">{formatCount(byStatus[status])}</span>
              <span className="meta text-secondary">{formatShare(byStatus[status], total)}</span>
            </ListLink>
          </li>
        )
      })}
      <li>
        <ListLink
          className="count"
          href={hrefOf(toggleTerm(expr, 'group_config_status', 'not synced'))}
          aria-current={hasTerm(expr, 'group_config_status', 'not synced') ? 'true' : undefined}
        >
          <span className="meta flex items-center gap-1.5 font-medium text-secondary">{TEXT.summary.inSync}</span>
          <span className="figure">{formatShare(bySync.synced, known)}</span>
          <span className="meta text-secondary">
            {TEXT.summary.notInSync(bySync.not_synced)}
            {bySync.unknown > 0 && `, ${TEXT.summary.noState(bySync.unknown)}`}
          </span>
        </ListLink>
      </li>
    </ul>
  )
}
