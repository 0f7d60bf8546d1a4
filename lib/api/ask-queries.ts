import { queryOptions } from '@tanstack/react-query'
import { agentInventory, agentInventoryList, type InventoryList } from '#lib/contract/agent-inventory.ts'
import { agentCollection, agentConfig, agentLive, type ConfigSection } from '#lib/contract/agent-live.ts'
import { settings } from '#lib/contract/settings.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval, NOT_LIVE } from './live-state.ts'

/** Answers of one agent and of its manager are no older than this when they come; our server merges who asks. */
const LIVE_MS = 15_000
const SETTLED_MS = 60_000

/** What is asked of an agent or its manager, and never before the page shows what the store knows. */
export const askQueries = {
  /** Goes on while the page is visible and not paused. */
  live: (manager: string, id: string) =>
    queryOptions({
      queryKey: ['agents', 'live', manager, id],
      queryFn: ({ signal }) => fetchJson(`${path(manager, id)}/live`, agentLive, { signal }),
      meta: NOT_LIVE,
      staleTime: LIVE_MS,
      refetchInterval: ({ state }) => dataInterval() !== false && (state.data?.nextInSeconds ?? LIVE_MS / 1000) * 1000,
    }),
  /** The others are asked once, when somebody opens them. */
  collection: (manager: string, id: string) => once(manager, id, 'collection', agentCollection, LIVE_MS),
  config: (manager: string, id: string, section: ConfigSection) =>
    once(manager, id, `config/${section}`, agentConfig, SETTLED_MS),
  inventory: (manager: string, id: string) => once(manager, id, 'inventory', agentInventory, SETTLED_MS),
  inventoryList: (manager: string, id: string, list: InventoryList) =>
    once(manager, id, `inventory/${list}`, agentInventoryList, SETTLED_MS),
}

/** How the dashboard is set; it changes with a restart only. */
export function settingsQuery() {
  return queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => fetchJson('/api/settings', settings, { signal }),
    meta: NOT_LIVE,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

function once<T extends object>(
  manager: string,
  id: string,
  part: string,
  schema: Parameters<typeof fetchJson<T>>[1],
  staleTime: number,
) {
  return queryOptions({
    queryKey: ['agents', 'asked', manager, id, part],
    queryFn: ({ signal }) => fetchJson(`${path(manager, id)}/${part}`, schema, { signal }),
    meta: NOT_LIVE,
    staleTime,
    refetchOnWindowFocus: false,
    // What could not be asked is asked once there is room; the words of it promise that.
    refetchInterval: ({ state }) => (isWaiting(state.data) ? LIVE_MS : false),
  })
}

function isWaiting(data: object | undefined): boolean {
  return Object.values(data ?? {}).some((part: unknown) => {
    return typeof part === 'object' && part !== null && 'why' in part && part.why === 'busy'
  })
}

function path(manager: string, id: string): string {
  return `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}`
}
