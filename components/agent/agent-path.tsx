'use client'

import Link from 'next/link'
import { Icon } from '#components/ui/icon.tsx'
import { useListHref } from '#components/ui/list-memory.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'

/** Where the page of an endpoint belongs, with the way back to the list as it was. */
export function AgentPath({ managerName, id }: { managerName: string; id: string }) {
  const back = useListHref()
  return (
    <nav aria-label={AGENT_TEXT.path} className="meta flex min-h-(--control) items-center gap-2 text-secondary">
      <Link
        href={back}
        prefetch={false}
        className="inline-flex min-h-(--hit) items-center gap-1 hover:text-primary hover:underline"
      >
        <Icon name="left" small />
        {AGENT_TEXT.back}
      </Link>
      <span aria-hidden="true">/</span>
      <span>{managerName}</span>
      <span aria-hidden="true">/</span>
      <span className="mono">{id}</span>
    </nav>
  )
}
