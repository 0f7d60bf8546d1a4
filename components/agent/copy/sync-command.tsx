'use client'

import { syncAnswer } from '#lib/agent/product-names.ts'
import type { SyncState } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { COPY_TEXT } from '#lib/format/text-copy.ts'
import { Command } from './command.tsx'
import { useCommands } from './use-commands.ts'

/** The manager's own command for the sync state, and what it prints for this agent. Managers from 5.0 on have none, which the section says. */
export function SyncCommand({ agent, state }: { agent: AgentItem; state: SyncState }) {
  const known = useCommands(agent)
  if (known === null) return null
  const { commands, product } = known
  if (commands.sync !== null)
    return <Command command={commands.sync} answer={syncAnswer(agent.id, state)} what={COPY_TEXT.syncCommand} />
  return product === 'ossec' ? <p className="mt-2 text-tertiary">{COPY_TEXT.syncNone}</p> : null
}
