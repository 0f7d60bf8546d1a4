'use client'

import { useQuery } from '@tanstack/react-query'
import { type AgentCommands, agentCommands } from '#lib/agent/product-names.ts'
import type { Product } from '#lib/agent/products.ts'
import { parseVersion } from '#lib/agent/version.ts'
import { settingsQuery } from '#lib/api/ask-queries.ts'
import type { AgentItem } from '#lib/contract/agents.ts'

/** What to type about an agent, in the names that are set; `null` until those are known. */
export function useCommands(agent: AgentItem): { commands: AgentCommands; product: Product } | null {
  const settings = useQuery(settingsQuery()).data
  if (!settings) return null
  const { productNames: product } = settings
  const managerVersion = settings.managers.find(({ id }) => id === agent.manager)?.version ?? null
  const version = managerVersion === null ? null : parseVersion(managerVersion)
  const about = { id: agent.id, platform: agent.os.platform, version: agent.version, managerVersion: version }
  return { commands: agentCommands(product, about), product }
}
