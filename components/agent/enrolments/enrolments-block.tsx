'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AgentName } from '#lib/api/annotations.ts'
import { failureOf, toApiError } from '#lib/api/api-error.ts'
import { enrolmentsQuery, saveApart } from '#lib/api/enrolments.ts'
import type { EnrolmentItem } from '#lib/contract/enrolments.ts'
import { ENROLMENTS_TEXT as TEXT } from '#lib/format/text-enrolments.ts'
import { EnrolmentEntry } from './enrolment-entry.tsx'

/** Under which ids the same endpoint was enrolled before and after, and what speaks for it; nothing where there are none. */
export function EnrolmentsBlock({ agent, at = null }: { agent: AgentName; at?: string | null }) {
  const client = useQueryClient()
  const options = enrolmentsQuery(agent, at)
  const query = useQuery(options)
  const [outcome, setOutcome] = useState({ text: '', failed: false })
  const [busy, setBusy] = useState(false)
  const { data } = query
  const error = data ? null : failureOf(query)
  const count = data ? data.earlier.length + data.later.length + data.possible.length + data.apart.length : 0
  if (error?.code === 'not_found' || (!error && count === 0)) return null

  const say = async ({ endpoint: other, id }: EnrolmentItem, apart: boolean) => {
    if (!data || busy) return
    setBusy(true)
    try {
      client.setQueryData(options.queryKey, await saveApart(agent, { endpoint: data.endpoint, other, apart }))
      setOutcome({ text: apart ? TEXT.parted(id) : TEXT.joined(id), failed: false })
      void client.invalidateQueries({ queryKey: ['agents', 'enrolments'] })
    } catch (failure) {
      setOutcome({ text: toApiError(failure).message, failed: true })
    } finally {
      setBusy(false)
    }
  }
  const part = (item: EnrolmentItem) => ({ label: TEXT.part, name: TEXT.partOf(item.id), run: () => void say(item, true) })
  const join = (item: EnrolmentItem) => ({ label: TEXT.join, name: TEXT.joinOf(item.id), run: () => void say(item, false) })
  return (
    <section aria-labelledby="enrolments" className="gutter py-4">
      <h2 id="enrolments" className="mb-1 font-semibold">
        {TEXT.title}
      </h2>
      {error && (
        <p className="text-secondary">
          {TEXT.failed}: {error.message}{' '}
          <button type="button" className="link" onClick={() => void query.refetch()}>
            {TEXT.retry}
          </button>
        </p>
      )}
      {data && (
        <ul className="enrolments">
          {/* Only the step next to this endpoint is this page's to undo. */}
          {data.later.toReversed().map((item, index, all) => (
            <EnrolmentEntry
              key={item.endpoint}
              item={item}
              lead={TEXT.after}
              act={index === all.length - 1 ? part(item) : null}
              busy={busy}
            />
          ))}
          {data.earlier.map((item, index) => (
            <EnrolmentEntry
              key={item.endpoint}
              item={item}
              lead={TEXT.before}
              act={index === 0 ? part(item) : null}
              busy={busy}
            />
          ))}
          {data.possible.map((item) => (
            <EnrolmentEntry
              key={item.endpoint}
              item={item}
              lead={TEXT.possible(item.evidence)}
              unsure
              act={part(item)}
              busy={busy}
            />
          ))}
          {data.apart.map((item) => (
            <EnrolmentEntry key={item.endpoint} item={item} lead={TEXT.apart} said={item} act={join(item)} busy={busy} />
          ))}
        </ul>
      )}
      {data && data.possible.length > 0 && <p className="meta mt-1 text-secondary">{TEXT.possibleNote}</p>}
      <p role="status" className={outcome.failed ? 'meta mt-1 text-disconnected-text' : 'sr-only'}>
        {outcome.text}
      </p>
    </section>
  )
}
