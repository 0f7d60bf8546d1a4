'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import { momentQuery } from '#lib/api/agent-queries.ts'
import { failureOf } from '#lib/api/api-error.ts'
import type { AgentAt } from '#lib/contract/agent-at.ts'
import { momentSentence } from '#lib/format/moment-sentence.ts'
import { MOMENT_TEXT } from '#lib/format/text-moment.ts'
import { formatBothZones, formatMoment } from '#lib/format/time.ts'
import { MomentFacts } from './moment-facts.tsx'
import { momentFocus } from './moment-focus.ts'

/** The moment that the page is about, and what the server knows of it already. */
export interface PageMoment {
  readonly at: string
  /** It is that of the link that led here; else when an endpoint that is gone was last seen. */
  readonly isGiven: boolean
  readonly initial: AgentAt | null
  /** Why it can't be answered, such as a time without a zone; `null` where it can. */
  readonly refused: string | null
}

/** How the endpoint stood at the moment of a link: one sentence, then what was said, seen and known. */
export function MomentBlock({ manager, id, moment }: { manager: string; id: string; moment: PageMoment }) {
  const { at, initial, isGiven, refused } = moment
  // It will not be answered another time either.
  const answer = useQuery({ ...momentQuery(manager, id, at, initial), enabled: refused === null })
  const zone = useZone()
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another moment is what it is for
  useEffect(() => {
    if (momentFocus.take()) heading.current?.focus()
  }, [at])
  const data = answer.data
  const error = data ? null : failureOf(answer)
  const say = (time: string) => `${formatMoment(time, data?.at ?? null, zone)}${zone === 'UTC' ? ' UTC' : ''}`
  const path = `/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}`
  return (
    <section className="moment gutter" aria-labelledby="moment" aria-busy={!data && !error && refused === null}>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="label">
          {data?.generated ? MOMENT_TEXT.generated : isGiven ? MOMENT_TEXT.label : MOMENT_TEXT.lastSeen}
        </span>
        <span className="meta text-secondary">
          {data ? formatBothZones(data.at, zone) : at}
          {data && <CopyLink path={`${path}?at=${encodeURIComponent(data.at)}`} />}
        </span>
      </p>
      <h2 id="moment" ref={heading} tabIndex={-1} className="mt-0.5 text-h2 font-semibold tracking-tight wrap-anywhere">
        {data ? momentSentence(data.answer, data.at, say) : (refused ?? error?.message ?? MOMENT_TEXT.loading)}
      </h2>
      {data?.place === 'replaced' && <p className="mt-1">{MOMENT_TEXT.replaced(data.name)}</p>}
      {data?.answer.kind === 'known' && <MomentFacts answer={data.answer} say={say} />}
      <p className="meta mt-2 flex flex-wrap items-center gap-x-3 text-secondary empty:hidden">
        {data?.place !== 'removed' && <span>{MOMENT_TEXT.below}</span>}
        {isGiven && (
          <Link className="link" href={path} prefetch={false}>
            {MOMENT_TEXT.drop}
          </Link>
        )}
      </p>
    </section>
  )
}

function CopyLink({ path }: { path: string }) {
  const origin = typeof window === 'undefined' ? '' : window.location.origin
  return <CopyButton value={`${origin}${path}`} what={MOMENT_TEXT.copyLink} />
}
