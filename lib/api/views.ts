import { queryOptions } from '@tanstack/react-query'
import { type NewView, type ViewChange, type ViewItem, viewItem, viewsList } from '#lib/contract/views.ts'
import { fetchJson, fetchNothing } from './fetch-json.ts'

export const viewQueries = {
  /** Asked for when somebody looks at them; they change seldom. */
  list: () =>
    queryOptions({
      queryKey: ['views'],
      queryFn: ({ signal }) => fetchJson('/api/views', viewsList, { signal }),
      staleTime: 30_000,
    }),
}

/** @throws ApiError */
export function createView(view: NewView): Promise<ViewItem> {
  return fetchJson('/api/views', viewItem, { method: 'POST', body: view })
}

/** @throws ApiError */
export function changeView(id: string, change: ViewChange): Promise<ViewItem> {
  return fetchJson(`/api/views/${id}`, viewItem, { method: 'PATCH', body: change })
}

/** @throws ApiError */
export function removeView(id: string): Promise<void> {
  return fetchNothing(`/api/views/${id}`, { method: 'DELETE' })
}
