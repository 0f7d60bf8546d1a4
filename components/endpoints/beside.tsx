'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { formatCount } from '#lib/format/numbers.ts'
import { BESIDE_TEXT } from '#lib/format/text-beside.ts'
import { closeBeside, useIsWide, walkBeside } from './beside-moves.ts'

const AgentView = lazy(() => import('#components/agent/agent-view.tsx').then(({ AgentView }) => ({ default: AgentView })))

/** An endpoint beside the list: what its own page shows, in narrow form. Where there is no room for it its page opens instead. */
export function Beside({
  open,
  name,
  place,
  closedHref,
}: {
  /** `manager/id`, as the address of the list has it. */
  open: string
  /** As far as the list shows it. */
  name: string | null
  /** Which of the matching rows it is, where the list shows it. */
  place: { at: number; of: number } | null
  /** Address of the list without it. */
  closedHref: string
}) {
  const isWide = useIsWide()
  const { push } = useRouter()
  const slash = open.lastIndexOf('/')
  const agent = { manager: open.slice(0, Math.max(slash, 0)), id: open.slice(slash + 1) }
  const page = `/agents/${encodeURIComponent(agent.manager)}/${encodeURIComponent(agent.id)}`
  useEffect(() => {
    if (isWide === false) window.location.replace(page)
  }, [isWide, page])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : null
      if (event.key === 'Escape' && !target?.closest('input, textarea, select, [contenteditable], dialog, [role="dialog"]')) {
        closeBeside(closedHref)
      }
      if (event.key === 'Enter' && target === document.body) push(page)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [closedHref, page, push])
  const label = name ?? agent.id
  return (
    <section className="beside no-print" aria-label={BESIDE_TEXT.label(label)}>
      <div className="beside-bar">
        <span className="meta me-auto text-secondary">
          {place ? BESIDE_TEXT.place(formatCount(place.at), formatCount(place.of)) : BESIDE_TEXT.notListed}
        </span>
        <button type="button" className="ghost" aria-label={BESIDE_TEXT.previous} title={BESIDE_TEXT.previous} onClick={walkUp}>
          <Icon name="up" small />
        </button>
        <button type="button" className="ghost" aria-label={BESIDE_TEXT.next} title={BESIDE_TEXT.next} onClick={walkDown}>
          <Icon name="down" small />
        </button>
        <Link className="button" href={page} prefetch={false} title={BESIDE_TEXT.pageHint}>
          {BESIDE_TEXT.page}
        </Link>
        <button
          type="button"
          className="ghost"
          aria-label={BESIDE_TEXT.close}
          title={BESIDE_TEXT.close}
          onClick={() => closeBeside(closedHref)}
        >
          <Icon name="close" />
        </button>
      </div>
      <p role="status" className="sr-only">
        {BESIDE_TEXT.shown(label)}
      </p>
      {isWide && (
        <Suspense fallback={null}>
          <AgentView key={open} {...agent} moment={null} beside />
        </Suspense>
      )}
    </section>
  )
}

const walkDown = () => walkBeside(1)
const walkUp = () => walkBeside(-1)
