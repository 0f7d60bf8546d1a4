'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Failure } from '#components/ui/failure.tsx'
import { goTo } from '#components/ui/list-link.tsx'
import { type AuditParams, administrationQueries } from '#lib/api/administration-queries.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { TEXT } from '#lib/format/text.ts'
import { AUDIT_TEXT } from '#lib/format/text-audit.ts'
import { AuditFilter } from './audit-filter.tsx'
import { AuditTable } from './audit-table.tsx'
import { auditHref, EVERYTHING, readAuditUrl } from './audit-url.ts'

const TEXTS = AUDIT_TEXT

/** For administrators: what was done here and what was refused. */
export function AuditView() {
  const search = useSearchParams().toString()
  const params = useMemo(() => readAuditUrl(new URLSearchParams(search)), [search])
  const query = useInfiniteQuery(administrationQueries.audit(params))
  const failure = failureOf(query)
  const { data } = query
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const head = data?.pages[0]?.head ?? null
  return (
    <div className="gutter grid gap-3 py-8">
      <h1 tabIndex={-1} className="text-h1 font-semibold tracking-tight">
        {TEXTS.title}
      </h1>
      <p className="max-w-(--reading) text-secondary">
        {TEXTS.lead} <span className="mono whitespace-nowrap">{TEXTS.verify}</span>
      </p>
      <AuditFilter params={params} onChange={change} />
      {failure && !data && <Failure title={TEXTS.failed} error={failure} onRetry={() => void query.refetch()} />}
      {!failure && !data && <p className="late text-secondary">{TEXT.loading}</p>}
      {data && items.length === 0 && (
        <Nothing filtered={auditHref(params) !== auditHref(EVERYTHING)} onClear={() => change(EVERYTHING)} />
      )}
      {items.length > 0 && <AuditTable items={items} />}
      {query.hasNextPage && (
        <p>
          <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
            {TEXTS.older}
          </button>
        </p>
      )}
      <p role="status" className="text-secondary">
        {failure && data ? failure.message : ''}
      </p>
      {head && (
        <p className="meta text-tertiary">
          {TEXTS.head(head.seq)} <span className="mono wrap-anywhere">{head.hash}</span>
          <CopyButton value={`${head.seq}:${head.hash}`} what={TEXTS.hash} />
        </p>
      )}
    </div>
  )
}

/** The address is the only home of the filter, and is ahead of what is drawn. */
function change(to: Partial<AuditParams>) {
  const { pathname, search } = window.location
  const href = auditHref({ ...readAuditUrl(new URLSearchParams(search)), ...to })
  if (href !== pathname + search) goTo(href, 'replace')
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) return <p className="text-secondary">{TEXTS.none}</p>
  return (
    <p className="flex flex-wrap items-center gap-3 text-secondary">
      {TEXTS.noMatch}
      <button type="button" className="button" onClick={onClear}>
        {TEXTS.clear}
      </button>
    </p>
  )
}
