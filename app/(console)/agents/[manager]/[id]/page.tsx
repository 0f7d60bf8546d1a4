import type { Metadata } from 'next'
import { cache } from 'react'
import { AgentView } from '#components/agent/agent-view.tsx'
import { WithFirstAgent } from '#components/agent/first-agent.tsx'
import type { PageMoment } from '#components/agent/moment-block.tsx'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { agentAnswers } from '#server/http/page-answers.ts'
import { pageContext } from '#server/http/page-context.ts'
import { runtime } from '#server/runtime.ts'
import { getMoment } from '#server/services/agent/get-moment.ts'
import { isServiceError, storeFailure } from '#server/services/errors.ts'

interface Props {
  params: Promise<{ manager: string; id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Asked for once a page. */
const answersOf = cache(agentAnswers)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { manager, id } = await ownOf(params)
  return { title: (await answersOf(manager, id))?.detail.agent.name ?? AGENT_TEXT.loading(id) }
}

export default async function AgentPage({ params, searchParams }: Props) {
  const own = await ownOf(params)
  const answers = await answersOf(own.manager, own.id)
  const given = (await searchParams)['at']
  const at = typeof given === 'string' && given !== '' ? given : null
  return (
    <WithFirstAgent answers={answers}>
      <AgentView {...own} moment={await momentOfPage()} />
    </WithFirstAgent>
  )

  async function momentOfPage(): Promise<PageMoment | null> {
    if (at !== null) return { at, isGiven: true, ...(await momentOf({ ...own, at })) }
    return answers ? null : lastMomentOf(own)
  }
}

async function ownOf(params: Props['params']) {
  const { manager, id } = await params
  return { manager: decode(manager), id: decode(id) }
}

/** An endpoint that is gone keeps its page: how it stood when it was last seen. */
async function lastMomentOf(own: { manager: string; id: string }): Promise<PageMoment | null> {
  const { initial: now } = await momentOf({ ...own, at: String(runtime().clock.now()) })
  if (now?.answer.kind !== 'removed' || now.answer.lastSeenAt === null) return null
  const at = now.answer.lastSeenAt
  return { at, isGiven: false, ...(await momentOf({ ...own, at })) }
}

/** How it stood then, or why nobody can say, so that the first paint has it; what else hinders that the browser's own request says. */
async function momentOf(input: { manager: string; id: string; at: string }): Promise<Pick<PageMoment, 'initial' | 'refused'>> {
  const page = await pageContext()
  try {
    return { initial: page && (await getMoment({ ctx: page.ctx, input })), refused: null }
  } catch (error) {
    if (isServiceError(error)) return { initial: null, refused: error.code === 'bad_request' ? error.message : null }
    if (storeFailure(error)) return { initial: null, refused: null }
    throw error
  }
}

/** A part of the path as it was meant; one that can't be decoded is no agent's and stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
