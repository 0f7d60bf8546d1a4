'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect } from 'react'
import { isAway } from '#components/shell/freshness.ts'
import { Failure } from '#components/ui/failure.tsx'
import { useListHref } from '#components/ui/list-memory.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Strip } from '#components/ui/strip.tsx'
import { failureOf } from '#lib/api/api-error.ts'
import { dataInterval } from '#lib/api/live-state.ts'
import { agentQueries, syncQueries } from '#lib/api/queries.ts'
import { TEXT } from '#lib/format/text.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { parseMoment } from '#lib/query/moment-text.ts'
import { AgentHead } from './agent-head.tsx'
import { AgentSections } from './agent-sections.tsx'
import { AgentSkeleton } from './agent-skeleton.tsx'
import { Availability } from './availability.tsx'
import { CopyAs } from './copy/copy-as.tsx'
import { EnrolmentsBlock } from './enrolments/enrolments-block.tsx'
import { GoneHead } from './gone-head.tsx'
import { History } from './history.tsx'
import { MomentBlock, type PageMoment } from './moment-block.tsx'
import { BesideContext } from './walking.ts'

/** One endpoint: how it stands now, who it is, and what changed. */
export function AgentView({
  manager,
  id,
  moment,
  beside = false,
}: {
  manager: string
  id: string
  moment: PageMoment | null
  /** It stands beside the list, whose page keeps its own title and heading. */
  beside?: boolean
}) {
  const read = moment && parseMoment(moment.at)
  const at = read?.ok && moment?.isGiven ? read.at : null
  const atMoment = moment && <MomentBlock manager={manager} id={id} moment={moment} />
  const detail = useQuery({ ...agentQueries.detail(manager, id), refetchInterval: dataInterval })
  const report = useQuery(syncQueries.report()).data
  const name = detail.data?.agent.name
  useEffect(() => {
    if (name !== undefined && !beside) document.title = TEXT.title(name)
  }, [name, beside])

  const error = failureOf(detail)
  // With limited rights an endpoint that is gone may also be one that is hidden now: then its last state is hidden too.
  const hidden = error?.code === 'not_found' && report !== undefined && report.scope.kind !== 'all'
  if (!detail.data || hidden) {
    if (!error)
      return (
        <AgentSkeleton id={id} beside={beside}>
          {atMoment}
        </AgentSkeleton>
      )
    if (error.code === 'not_found' || error.code === 'bad_request') {
      return (
        <>
          {moment?.initial?.place === 'removed' ? (
            <GoneHead
              id={id}
              name={moment.initial.name}
              managerName={report?.managers.find((candidate) => candidate.id === manager)?.name ?? manager}
              beside={beside}
            />
          ) : (
            <NotFound manager={manager} id={id} beside={beside} />
          )}
          {moment?.initial && atMoment}
          {moment?.initial?.place === 'removed' && (
            <div className="columns">
              <div className="sections">
                <EnrolmentsBlock agent={{ manager, id }} at={moment.initial.at} />
                <Availability manager={manager} id={id} of={moment.initial.at} at={at} />
              </div>
              <div className="sections">
                <History manager={manager} id={id} of={moment.initial.at} at={at} />
              </div>
            </div>
          )}
        </>
      )
    }
    return <Failure title={TEXT.failed.agentTitle} error={error} onRetry={() => void detail.refetch()} level={beside ? 2 : 1} />
  }
  const { agent, asOf } = detail.data
  const own = report?.managers.find((candidate) => candidate.id === agent.manager)
  return (
    <BesideContext value={beside}>
      {error?.code === 'not_found' && <Strip tone="unknown" headline={`${AGENT_TEXT.removed}.`} />}
      {error && error.code !== 'network' && error.code !== 'not_found' && (
        <Strip tone="unknown" headline={`${TEXT.banner.requestFailed}.`}>
          {error.message}
        </Strip>
      )}
      {/* Of a manager that tells nothing new, while others do. */}
      <div className="contents" data-stale={own && isAway(own.state) ? '' : undefined}>
        <AgentHead
          agent={agent}
          manager={own}
          asOf={asOf}
          beside={beside}
          actions={<CopyAs detail={detail.data} manager={own} at={at} />}
        />
        {atMoment}
        <div className={moment ? undefined : 'border-t border-line'}>
          <AgentSections detail={detail.data} manager={own} at={at} />
        </div>
      </div>
    </BesideContext>
  )
}

function NotFound({ manager, id, beside }: { manager: string; id: string; beside: boolean }) {
  const back = useListHref()
  const text = AGENT_TEXT.notFound
  if (/^0{1,10}$/.test(id)) {
    return (
      <Notice title={text.managerTitle(manager)} level={1}>
        <p>{text.managerDetail}</p>
        <p className="mt-2">
          <Link className="button" href={`/go/agent?id=000&manager=${encodeURIComponent(manager)}`} prefetch={false}>
            {text.managerCard}
          </Link>
        </p>
      </Notice>
    )
  }
  return (
    <Notice title={text.title(id, manager)} level={beside ? 2 : 1}>
      <p>{text.detail}</p>
      <p className="mt-2 flex flex-wrap gap-2">
        <Link className="button" href={back} prefetch={false}>
          {text.back}
        </Link>
        <Link className="button" href={`/?q=${encodeURIComponent(id)}`} prefetch={false}>
          {text.search(id)}
        </Link>
      </p>
    </Notice>
  )
}
