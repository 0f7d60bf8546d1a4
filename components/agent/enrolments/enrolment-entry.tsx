import Link from 'next/link'
import type { EnrolmentItem } from '#lib/contract/enrolments.ts'
import { ENROLMENTS_TEXT as TEXT } from '#lib/format/text-enrolments.ts'

/** One other enrolment: its id, its time, what speaks for it, and what can be said of it. */
export function EnrolmentEntry({
  item,
  lead,
  act,
  busy,
  said = null,
  unsure = false,
}: {
  item: EnrolmentItem
  lead: string
  act: { readonly label: string; readonly name: string; readonly run: () => void } | null
  busy: boolean
  /** Who said that it is another endpoint, and when. */
  said?: { readonly by: string; readonly at: string } | null
  /** It is shown, but not taken for the endpoint. */
  unsure?: boolean
}) {
  const now = new Date().toISOString()
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-secondary">{lead}:</span>
        <Link className="link" href={item.href} prefetch={false}>
          {item.id}
        </Link>
        <span>{TEXT.span(item.enrolledAt, item.lastSeen, now)}</span>
      </p>
      <p className="meta flex flex-wrap items-baseline gap-x-3 text-secondary">
        <span className="wrap-anywhere">
          {said ? TEXT.saidBy(said.by, said.at, now) : `${sayStrength(item, unsure)}: `}
          {!said && item.evidence.map(TEXT.evidence).join(', ')}
        </span>
        {act && (
          <button type="button" className="link no-print" aria-label={act.name} aria-disabled={busy} onClick={act.run}>
            {act.label}
          </button>
        )}
      </p>
    </li>
  )
}

function sayStrength({ strength }: EnrolmentItem, unsure: boolean): string {
  return unsure && strength !== 'weak' ? TEXT.rival : TEXT.strength[strength]
}
