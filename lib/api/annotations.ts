import { queryOptions } from '@tanstack/react-query'
import { type AnnotationChange, type Annotations, annotations, type Note } from '#lib/contract/annotations.ts'
import { fetchJson } from './fetch-json.ts'

/** Which agent is meant. */
export interface AgentName {
  readonly manager: string
  readonly id: string
}

const POLL_MS = 30_000

/** What people wrote of an agent. Tags that change are told by the stream; notes are no part of the fleet. */
export function annotationsQuery({ manager, id }: AgentName) {
  return queryOptions({
    queryKey: ['agents', 'annotations', manager, id],
    queryFn: ({ signal }) => fetchJson(`${pathOf({ manager, id })}/annotations`, annotations, { signal }),
    refetchInterval: POLL_MS,
  })
}

/** @throws ApiError */
export function saveAnnotations(agent: AgentName, change: AnnotationChange): Promise<Annotations> {
  return fetchJson(`${pathOf(agent)}/annotations`, annotations, { method: 'PUT', body: change })
}

/** @param endpoint of the answer that the person was shown @throws ApiError */
export function addNote(agent: AgentName, endpoint: string, text: string): Promise<Annotations> {
  return fetchJson(`${pathOf(agent)}/notes`, annotations, { method: 'POST', body: { endpoint, text } })
}

/** @throws ApiError */
export function changeNote(agent: AgentName, { id, version }: Pick<Note, 'id' | 'version'>, text: string): Promise<Annotations> {
  return fetchJson(`${pathOf(agent)}/notes/${id}`, annotations, { method: 'PATCH', body: { version, text } })
}

/** @throws ApiError */
export function removeNote(agent: AgentName, { id, version }: Note): Promise<Annotations> {
  return fetchJson(`${pathOf(agent)}/notes/${id}?version=${version}`, annotations, { method: 'DELETE' })
}

function pathOf({ manager, id }: AgentName): string {
  return `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}`
}
