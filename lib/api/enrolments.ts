import { queryOptions } from '@tanstack/react-query'
import { type EnrolmentChange, type Enrolments, enrolments } from '#lib/contract/enrolments.ts'
import type { AgentName } from './annotations.ts'
import { fetchJson } from './fetch-json.ts'

/** Under which ids an endpoint was enrolled before and after. @param at a moment at which it had the id, as a link gives it */
export function enrolmentsQuery({ manager, id }: AgentName, at: string | null) {
  return queryOptions({
    queryKey: ['agents', 'enrolments', manager, id, at],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf({ manager, id })}${at === null ? '' : `?at=${encodeURIComponent(at)}`}`, enrolments, { signal }),
  })
}

/** @throws ApiError */
export function saveApart(agent: AgentName, change: EnrolmentChange): Promise<Enrolments> {
  return fetchJson(pathOf(agent), enrolments, { method: 'PUT', body: change })
}

function pathOf({ manager, id }: AgentName): string {
  return `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}/enrolments`
}
