import { z } from 'zod'
import { inTurns } from '#server/in-turns.ts'
import type { ManagerAgent } from './agent-row.ts'
import { readTime } from './dates.ts'
import { type Policies, policySteps, readPolicies } from './policies.ts'
import { type AgentRows, readAgent, readAgents } from './read-agents.ts'

const count = z.number().int().min(0)
const optionalText = z
  .string()
  .max(1024)
  .nullish()
  .transform((value) => value || null)
const time = z.string().transform((value, context) => {
  const read = readTime(value)
  if (typeof read === 'number') return read
  context.addIssue('not a time')
  return z.NEVER
})
const list = z.object({
  error: z.literal(0),
  data: z.object({ affected_items: z.array(z.unknown()), total_affected_items: count }),
})

/** An answer whose `data` is an object of any keys. */
export const objectAnswer = z.object({ error: z.literal(0), data: z.record(z.string(), z.unknown()) })

const infoAnswer = z.object({
  error: z.literal(0),
  data: z.object({ api_version: z.string().max(64), hostname: z.string().max(255), timestamp: time }),
})

/** `timestamp`: epoch milliseconds on the manager's clock. */
export interface ManagerInfo {
  apiVersion: string
  hostname: string
  timestamp: number
}

export function info(json: unknown): ManagerInfo | null {
  const answer = infoAnswer.safeParse(json)
  if (!answer.success) return null
  const { api_version: apiVersion, hostname, timestamp } = answer.data.data
  return { apiVersion, hostname, timestamp }
}

/** The items of a list, none of them looked at yet. */
export function itemsOf(json: unknown): { items: readonly unknown[]; total: number } | null {
  const answer = list.safeParse(json)
  if (!answer.success) return null
  const { affected_items: items, total_affected_items: total } = answer.data.data
  return { items, total }
}

/** The only item of a list that has one; `undefined` without one. */
export function firstItem(json: unknown): unknown {
  return itemsOf(json)?.items[0]
}

const managerInfoItem = z.object({ version: optionalText, uuid: optionalText })
export type ManagerIdentity = z.infer<typeof managerInfoItem>

export function managerInfo(json: unknown): ManagerIdentity | null {
  const item = managerInfoItem.safeParse(firstItem(json))
  return item.success ? item.data : null
}

const clusterNode = z.object({ cluster: optionalText })

/** The name of the cluster, in a wrapper, as its absence is an answer too. */
export function clusterName(json: unknown): { name: string | null } | null {
  const item = clusterNode.safeParse(firstItem(json))
  return item.success ? { name: item.data.cluster } : null
}

export function policies(json: unknown): Policies | null {
  const answer = objectAnswer.safeParse(json)
  return answer.success ? readPolicies(answer.data.data) : null
}

/** The same, a few milliseconds at a time. */
export async function policiesInTurns(json: unknown): Promise<Policies | null> {
  const answer = objectAnswer.safeParse(json)
  return answer.success ? inTurns(policySteps(answer.data.data)) : null
}

const connection = z.object({ active: count, disconnected: count, never_connected: count, pending: count, total: count })
const configuration = z.object({ synced: count, not_synced: count, total: count })
const summaryAnswer = z.object({
  error: z.literal(0),
  // Managers before 4.4 gave the counters flat.
  data: z.union([z.object({ connection, configuration: configuration.optional() }), connection]),
})

export interface StatusSummary {
  connection: z.infer<typeof connection>
  /** `null` when the manager does not count it. */
  configuration: z.infer<typeof configuration> | null
}

export function statusSummary(json: unknown): StatusSummary | null {
  const answer = summaryAnswer.safeParse(json)
  if (!answer.success) return null
  const { data } = answer.data
  return 'connection' in data
    ? { connection: data.connection, configuration: data.configuration ?? null }
    : { connection: data, configuration: null }
}

/** `null` when the page has more items than were asked for, or none of them can be read. */
export function agentsPage(json: unknown, { afterId, limit }: { afterId: number; limit: number }) {
  const answer = list.safeParse(json)
  if (!answer.success) return null
  const { affected_items: items, total_affected_items: total } = answer.data.data
  if (items.length > limit) return null
  const page: AgentRows = readAgents(items, afterId)
  if (items.length > 0 && page.rows.length === 0) return null
  return { ...page, total, received: items.length }
}

/** Agent 000 in a wrapper, as its absence is an answer too. */
export function managerAgent(json: unknown): { agent: ManagerAgent | null } | null {
  const answer = list.safeParse(json)
  if (!answer.success) return null
  const [item] = answer.data.data.affected_items
  const agent = item === undefined ? null : readAgent(item)
  return item !== undefined && agent?.id !== 0 ? null : { agent }
}

const groupItem = z.object({ name: z.string().min(1).max(255), count, mergedSum: optionalText, configSum: optionalText })
const groupItems = z.array(groupItem)

export interface GroupsPage {
  groups: z.infer<typeof groupItems>
  total: number
}

export function groupsPage(json: unknown): GroupsPage | null {
  const answer = list.safeParse(json)
  if (!answer.success) return null
  const groups = groupItems.safeParse(answer.data.data.affected_items)
  return groups.success ? { groups: groups.data, total: answer.data.data.total_affected_items } : null
}

/** What any failed answer may hold. */
export const failure = z.object({ error: z.number().optional().catch(undefined), detail: z.string().optional().catch(undefined) })

/** An answer with HTTP 200 whose items failed, some or all. */
export const failedItems = z.object({
  error: z.number().min(1),
  data: z.object({ failed_items: z.array(z.object({ error: z.object({ code: z.number() }) })).min(1) }),
})
