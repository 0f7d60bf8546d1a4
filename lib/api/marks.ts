import { type EndMark, type MarkResult, markResult, type NewMark } from '#lib/contract/marks.ts'
import { fetchJson } from './fetch-json.ts'

/** Says that endpoints are expected to be down. @throws ApiError */
export function markAgents(mark: NewMark): Promise<MarkResult> {
  return fetchJson('/api/marks', markResult, { method: 'POST', body: mark })
}

/** @throws ApiError */
export function endMarks(target: EndMark): Promise<MarkResult> {
  return fetchJson('/api/marks/end', markResult, { method: 'POST', body: target })
}
