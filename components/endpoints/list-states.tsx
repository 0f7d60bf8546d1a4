'use client'

import { useQuery } from '@tanstack/react-query'
import { sayChip } from '#components/filter/chip-words.ts'
import { ListLink } from '#components/ui/list-link.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { listQueries } from '#lib/api/list-queries.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { SyncReport } from '#lib/contract/sync.ts'
import { formatAge } from '#lib/format/age.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { formatAgentVersion } from '#lib/format/os.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatMoment } from '#lib/format/time.ts'
import type { Expr } from '#lib/query/ast.ts'
import { termsOf, withoutTerm } from '#lib/query/compose.ts'
import { printQuery } from '#lib/query/print.ts'
import { ScopeNote } from './scope-note.tsx'
import { UnknownManagerNote } from './unknown-manager-note.tsx'

type ReportedManager = SyncReport['managers'][number]

/** The manager answers and has no agents: no error, so no colour. */
export function NothingEnrolled({
  managers,
  intervalSeconds,
}: {
  managers: readonly ReportedManager[]
  intervalSeconds: number
}) {
  const now = new Date().toISOString()
  const names = managers.map(({ name, card, lastSyncAt }) => {
    const at = lastSyncAt === null ? null : formatMoment(lastSyncAt, now)
    return TEXT.empty.manager(name, card?.version ? formatAgentVersion(card.version) : null, at)
  })
  return (
    <Notice title={TEXT.empty.title}>
      <p>{TEXT.empty.detail(names, formatAge(intervalSeconds))}</p>
      <p>{TEXT.empty.next}</p>
    </Notice>
  )
}

/** There may be endpoints, but none that this person may see. */
export function NothingInScope() {
  return (
    <Notice title={TEXT.scope.emptyTitle}>
      <p>{TEXT.scope.emptyDetail}</p>
      <ScopeNote />
    </Notice>
  )
}

/** Offers to drop each condition and says how many there are then, because the last one often is not to blame. */
export function NothingMatches({
  expr,
  total,
  limited,
  hrefOf,
}: {
  expr: Expr
  total: number | null
  limited: boolean
  hrefOf: (q: string) => string
}) {
  const terms = termsOf(expr)
  const rests = terms.map((term) => ({ said: sayChip(term), q: printQuery(withoutTerm(expr, term)) }))
  const isAsked = terms.length > 1 && terms.length <= LIMITS.countedQueries
  const counts = useQuery({ ...listQueries.counts(rests.map(({ q }) => q)), enabled: isAsked }).data?.counts
  const countOf = (q: string) => counts?.find((counted) => counted.q === q)?.count
  const sorted = rests.toSorted((a, b) => (countOf(b.q) ?? 0) - (countOf(a.q) ?? 0))
  return (
    <Notice title={TEXT.noMatch.title}>
      {total !== null && <p>{TEXT.noMatch.detail(total, limited)}</p>}
      <UnknownManagerNote expr={expr} />
      {terms.length > 1 && (
        <>
          <p>{TEXT.noMatch.without}</p>
          <ul className="rests">
            {sorted.map(({ said, q }) => {
              const count = countOf(q)
              return (
                <li key={q}>
                  <ListLink className="link inline-flex min-h-(--hit) items-center" href={hrefOf(q)}>
                    {TEXT.noMatch.drop(said)}
                  </ListLink>
                  {count !== undefined && <b>{formatCount(count)}</b>}
                </li>
              )
            })}
          </ul>
        </>
      )}
      <p className="mt-2">
        <ListLink className="button" href={hrefOf('')}>
          {TEXT.noMatch.clear}
        </ListLink>
      </p>
    </Notice>
  )
}

/** Nothing is read yet: waiting for the manager, or the first rows are on their way. */
export function Waiting({ managers }: { managers: readonly ReportedManager[] }) {
  return (
    <div aria-live="off">
      {managers.map(({ id, name, progress }) => (
        <Notice key={id} title={progress ? TEXT.waiting.firstPassTitle(name) : TEXT.waiting.title(name)}>
          <p>{TEXT.waiting.detail}</p>
          {progress && <FirstPassProgress name={name} rows={progress.rows} total={progress.total} />}
        </Notice>
      ))}
    </div>
  )
}

/** The web process still reads its own store. */
export function Starting() {
  return (
    <Notice title={TEXT.waiting.startingTitle}>
      <p>{TEXT.waiting.startingDetail}</p>
    </Notice>
  )
}

export function FirstPassProgress({
  name,
  rows,
  total,
  isNamed = false,
}: {
  name: string
  rows: number
  total: number
  /** Several are read, so it has to say which this is. */
  isNamed?: boolean
}) {
  return (
    <p className="my-1 flex w-full max-w-(--reading) flex-wrap items-center gap-3">
      {isNamed && <span className="min-w-24">{name}</span>}
      <progress
        className="pass flex-1"
        aria-label={TEXT.waiting.firstPassTitle(name)}
        max={Math.max(1, total, rows)}
        value={rows}
      />
      <span>{TEXT.waiting.rows(rows, Math.max(rows, total))}</span>
    </p>
  )
}

/** The address asks for something the list can't do; a link leads out. */
export function Refused({ title, detail, action, href }: { title: string; detail: string; action: string; href: string }) {
  return (
    <Notice title={title} alert>
      <p>{detail}</p>
      <p className="mt-2">
        <ListLink className="button" href={href}>
          {action}
        </ListLink>
      </p>
    </Notice>
  )
}
