import { GoneNote } from './gone-note.tsx'
import { NoticeNote } from './notice-note.tsx'
import { UnknownManagerNote } from './unknown-manager-note.tsx'
import type { useEndpoints } from './use-endpoints.ts'

/** What has to be said above the rows; it stands there before they do. */
export function ListNotes({ view: { hrefOf, filter, gone } }: { view: ReturnType<typeof useEndpoints> }) {
  return (
    <>
      {gone.asked && <GoneNote count={gone.count} days={gone.days} listed={!gone.leavesOut} hrefOf={hrefOf} />}
      {filter.ok && <UnknownManagerNote expr={filter.expr} className="list-note gutter meta" />}
      {filter.ok && <NoticeNote expr={filter.expr} />}
    </>
  )
}
