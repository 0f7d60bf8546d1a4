import type { Metadata } from 'next'
import { AgentView } from '#components/agent/agent-view.tsx'
import { TEXT } from '#lib/format/text.ts'

interface Props {
  params: Promise<{ manager: string; id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: TEXT.agent.loading(decodeURIComponent((await params).id)) }
}

export default async function AgentPage({ params }: Props) {
  const { manager, id } = await params
  return <AgentView manager={decodeURIComponent(manager)} id={decodeURIComponent(id)} />
}
