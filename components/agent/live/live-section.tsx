'use client'

import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { useNow } from '#components/ui/use-now.ts'
import { statusReason } from '#lib/agent/status.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { askQueries } from '#lib/api/ask-queries.ts'
import { liveState } from '#lib/api/live-state.ts'
import type { AgentLive } from '#lib/contract/agent-live.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { formatAge } from '#lib/format/age.ts'
import { LIVE_AGENT_TEXT as TEXT } from '#lib/format/text-live-agent.ts'
import { formatMoment } from '#lib/format/time.ts'
import { Command } from '../copy/command.tsx'
import { LiveHead } from './live-head.tsx'
import { LiveTable } from './live-table.tsx'
import { WhyNot } from './why-not.tsx'

/** What the agent says of itself beside what its manager says, asked while the page is visible; the rest of the page never waits for it. */
export function LiveSection({
  agent,
  stateCommand,
}: {
  agent: AgentItem /** Shows the agent's own view on the endpoint. */
  stateCommand: string | null
}) {
  const [held, setHeld] = useState(false)
  const { pausedAt } = useSyncExternalStore(liveState.subscribe, liveState.get, liveState.initial)
  const query = useQuery({ ...askQueries.live(agent.manager, agent.id), enabled: !held })
  const { data, dataUpdatedAt } = query
  const error = failureOf(query)
  const isHeld = held || pausedAt !== null
  return (
    <div className={agent.status === 'active' ? 'live active' : 'live'} aria-busy={!data && !error}>
      <LiveHead>
        <span className="meta text-secondary">
          {data ? <Timing live={data} at={dataUpdatedAt} held={isHeld} /> : !error && TEXT.asking}
        </span>
        <button type="button" className="link no-print ms-auto" onClick={() => setHeld(!held)}>
          {held ? TEXT.resume : TEXT.pause}
        </button>
      </LiveHead>
      {error && (
        <p className="mt-1 text-secondary">
          {TEXT.failed} {error.message}
        </p>
      )}
      {data && <Answer agent={agent} live={data} stateCommand={stateCommand} />}
    </div>
  )
}

function Answer({ agent, live, stateCommand }: { agent: AgentItem; live: AgentLive; stateCommand: string | null }) {
  const { agent: says, remoted } = live
  const since = awaySince(agent)
  // One reason is told once: what hinders both questions is the same for both.
  const second = remoted.kind === 'none' && (says.kind === 'answer' || says.why !== remoted.why) ? remoted : null
  const isAway =
    says.kind === 'none' && !['manager_itself', 'no_permission', 'busy', 'account_refused', 'blocked'].includes(says.why)
  return (
    <>
      {says.kind === 'none' && <WhyNot none={says} of="live" since={since} />}
      {second && <WhyNot none={second} of="counters" since={since} />}
      <LiveTable agent={agent} live={live} />
      {isAway && stateCommand !== null && (
        <div className="mt-2">
          <p className="meta text-tertiary">{TEXT.lookThere}</p>
          <Command command={stateCommand} what={TEXT.lookThere} />
        </div>
      )}
    </>
  )
}

/** ` since 21 Nov, 08:52:13 (no keep-alive)`: since when an agent that does not report is away, and why. */
function awaySince({ status, statusSince, statusCode, seenAt }: AgentItem): string {
  if (status === 'active') return ''
  const since = statusSince === null ? '' : ` since ${formatMoment(statusSince, seenAt)}`
  return statusCode === null || statusCode === 0 ? since : `${since} (${statusReason(statusCode).toLowerCase()})`
}

/** When it was asked and when it is asked again; renders every second. */
function Timing({ live, at, held }: { live: AgentLive; at: number; held: boolean }) {
  const now = useNow()
  const answered = [live.agent, live.remoted].flatMap((part) => (part.kind === 'answer' ? [part] : []))
  const left = Math.ceil((at + live.nextInSeconds * 1000 - now) / 1000)
  const next = held ? TEXT.paused : now === 0 ? null : TEXT.next(Math.max(0, Math.min(live.nextInSeconds, left)))
  const [first] = answered
  if (!first) {
    const [last] = [live.agent, live.remoted].flatMap((part) => (part.kind === 'none' && part.before ? [part.before] : []))
    const age = last && now > 0 ? TEXT.old(formatAge((now - Date.parse(last.askedAt)) / 1000)) : ''
    return (
      <span>
        {age} {next}
      </span>
    )
  }
  const ms = answered.reduce((sum, part) => sum + part.tookMs, 0)
  return <span>{TEXT.asked(formatMoment(first.askedAt, new Date(now || at).toISOString()), ms, next)}</span>
}
