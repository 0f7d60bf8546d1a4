import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { agentDetail, agentsPage } from '#lib/contract/agents.ts'
import { breakdowns } from '#lib/contract/breakdowns.ts'
import { changesPage, eventsReport } from '#lib/contract/events.ts'
import { evolution } from '#lib/contract/evolution.ts'
import { sessionInfo, sessionsList } from '#lib/contract/session.ts'
import { settings } from '#lib/contract/settings.ts'
import { summary, syncReport } from '#lib/contract/sync.ts'
import { activity } from './activity.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval, NOT_LIVE, reportInterval } from './live-state.ts'

/** What one page of the list is: a canonical query, a canonical sort and at most one cursor; '' for none. */
export interface ListParams {
  q: string
  sort: string
  after: string
  before: string
  /** Place of the first row instead of a cursor. */
  at: string
}

/** Who one is changes seldom; what one may see comes with every report and every count. */
const SESSION_POLL_MS = 15_000

export const sessionQueries = {
  current: () =>
    queryOptions({
      queryKey: ['session'],
      queryFn: async ({ signal }) => {
        const active = activity.take()
        try {
          return await fetchJson('/api/session', sessionInfo, { signal, active })
        } catch (error) {
          if (active) activity.note()
          throw error
        }
      },
      refetchInterval: SESSION_POLL_MS,
      staleTime: SESSION_POLL_MS,
    }),
}

export const sessionsQueries = {
  /** @param of `own`, or for administrators `all` */
  list: (of: 'own' | 'all') =>
    queryOptions({
      queryKey: ['sessions', of],
      queryFn: ({ signal }) => fetchJson(`/api/sessions${search({ of: of === 'all' ? of : '' })}`, sessionsList, { signal }),
      refetchInterval: SESSION_POLL_MS,
    }),
}

/** They change when Rollcall is started anew, or a manager is upgraded. */
const SETTINGS_STALE_MS = 300_000

export const settingsQueries = {
  current: () =>
    queryOptions({
      queryKey: ['settings'],
      queryFn: ({ signal }) => fetchJson('/api/settings', settings, { signal }),
      staleTime: SETTINGS_STALE_MS,
      meta: NOT_LIVE,
    }),
}

export const syncQueries = {
  report: () =>
    queryOptions({
      queryKey: ['sync'],
      queryFn: ({ signal }) => fetchJson('/api/sync', syncReport, { signal }),
      // When the next try comes, and how far a first pass has got, is told by no event.
      refetchInterval: ({ state }) => reportInterval(state.data?.managers.every((manager) => manager.state === 'ok') ?? false),
    }),
}

export const summaryQueries = {
  of: (q: string) =>
    queryOptions({
      queryKey: ['summary', q],
      queryFn: ({ signal }) => fetchJson(`/api/summary${search({ q })}`, summary, { signal }),
      refetchInterval: dataInterval,
      placeholderData: keepPreviousData,
    }),
}

export const breakdownQueries = {
  of: (q: string) =>
    queryOptions({
      queryKey: ['breakdowns', q],
      queryFn: ({ signal }) => fetchJson(`/api/breakdowns${search({ q })}`, breakdowns, { signal }),
      refetchInterval: dataInterval,
      placeholderData: keepPreviousData,
    }),
}

/** The past moves slowly, and is asked for by its span: `24h` up to now, or from one time to another. */
const PAST_POLL_MS = 30_000

export const pastQueries = {
  evolution: ({ from, to }: { from: string; to: string }) =>
    queryOptions({
      queryKey: ['past', 'evolution', from, to],
      queryFn: ({ signal }) => fetchJson(`/api/evolution${search({ from, to })}`, evolution, { signal }),
      refetchInterval: () => (to === '' && dataInterval() !== false ? PAST_POLL_MS : false),
      meta: NOT_LIVE,
      placeholderData: keepPreviousData,
    }),
  events: () =>
    queryOptions({
      queryKey: ['past', 'events'],
      queryFn: ({ signal }) => fetchJson('/api/events', eventsReport, { signal }),
      refetchInterval: dataInterval,
    }),
  changes: (at: string, window: string) =>
    infiniteQueryOptions({
      queryKey: ['past', 'changes', at, window],
      queryFn: ({ signal, pageParam }) =>
        fetchJson(`/api/changes${search({ at, window, limit: '20', after: pageParam })}`, changesPage, { signal }),
      meta: NOT_LIVE,
      initialPageParam: '',
      getNextPageParam: ({ after }) => after,
    }),
}

/** What was answered about agents, whoever asks for it now. */
export const DATA_KEYS = [['agents'], ['summary'], ['breakdowns'], ['past'], ['settings']] as const

export const agentQueries = {
  all: () => ['agents'] as const,
  page: (params: ListParams) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'page', params],
      queryFn: ({ signal }) => fetchJson(`/api/agents${search({ ...params })}`, agentsPage, { signal }),
      placeholderData: keepPreviousData,
    }),
  detail: (manager: string, id: string) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'detail', manager, id],
      queryFn: ({ signal }) =>
        // The page tells the changes by its history.
        fetchJson(`/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}?transitions=0`, agentDetail, { signal }),
    }),
}

/** `?a=1&b=2` of what is not empty, or ''. */
function search(values: Record<string, string>): string {
  const filled = Object.entries(values).filter(([, value]) => value !== '')
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled).toString()}`
}
