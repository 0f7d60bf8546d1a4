import type { Metadata } from 'next'
import { AgentView } from '#components/agent/agent-view.tsx'
import { TEXT } from '#lib/format/text.ts'

interface Props {
  params: Promise<{ manager: string; id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: TEXT.agent.loading(decode((await params).id)) }
}

export default async function AgentPage({ params }: Props) {
  const { manager, id } = await params
  return <AgentView manager={decode(manager)} id={decode(id)} />
}

/** A part of the path as it was meant; one that can't be decoded is no agent's and stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
