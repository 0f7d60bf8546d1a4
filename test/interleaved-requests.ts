import { PUT as annotateRoute, GET as annotationsRoute } from '#app/api/agents/[manager]/[id]/annotations/route.ts'
import { GET as atRoute } from '#app/api/agents/[manager]/[id]/at/route.ts'
import { GET as collectionRoute } from '#app/api/agents/[manager]/[id]/collection/route.ts'
import { GET as configRoute } from '#app/api/agents/[manager]/[id]/config/[component]/[configuration]/route.ts'
import { GET as historyRoute } from '#app/api/agents/[manager]/[id]/history/route.ts'
import { GET as inventoryListRoute } from '#app/api/agents/[manager]/[id]/inventory/[list]/route.ts'
import { GET as inventoryRoute } from '#app/api/agents/[manager]/[id]/inventory/route.ts'
import { GET as liveRoute } from '#app/api/agents/[manager]/[id]/live/route.ts'
import { GET as detailRoute } from '#app/api/agents/[manager]/[id]/route.ts'
import { GET as agentSyncRoute } from '#app/api/agents/[manager]/[id]/sync/route.ts'
import { GET as countsRoute } from '#app/api/agents/counts/route.ts'
import { GET as exportRoute } from '#app/api/agents/export/route.ts'
import { GET as listRoute } from '#app/api/agents/route.ts'
import { GET as stripsRoute } from '#app/api/agents/strips/route.ts'
import { GET as suggestRoute } from '#app/api/agents/suggest/route.ts'
import { GET as breakdownsRoute } from '#app/api/breakdowns/route.ts'
import { GET as changesRoute } from '#app/api/changes/route.ts'
import { GET as eventsRoute } from '#app/api/events/route.ts'
import { GET as evolutionRoute } from '#app/api/evolution/route.ts'
import { GET as boardRoute } from '#app/api/kiosk/board/route.ts'
import { POST as resolveRoute } from '#app/api/resolve/route.ts'
import { GET as sessionRoute } from '#app/api/session/route.ts'
import { GET as summaryRoute } from '#app/api/summary/route.ts'
import { GET as syncRoute } from '#app/api/sync/route.ts'
import { get, sent } from './requests.ts'

/** What may be asked of us by somebody signed in, and by a screen that they approved. */
export const KINDS = [
  ...(['list', 'list', 'list', 'detail', 'detail', 'summary', 'sync', 'session', 'breakdowns', 'events', 'changes'] as const),
  ...(['evolution', 'strips', 'suggest', 'counts', 'export', 'annotations', 'annotate', 'syncOf'] as const),
  ...(['live', 'collection', 'config', 'inventory', 'inventoryList'] as const),
  ...(['at', 'history', 'resolve', 'board'] as const),
]
export type Kind = (typeof KINDS)[number]

/** One request of one person. @param person.screens cookies of the screens that they approved, by what these show @param given what is asked for, and the agents that there are */
export async function send(
  { cookie, screens }: { readonly cookie: string; readonly screens: ReadonlyMap<string, string> },
  kind: Kind,
  { sort, q, limit, id, known }: { sort: string; q: string; limit: number; id: string; known: readonly string[] },
): Promise<Response> {
  const ask = (path: string, params = {}) => [get(path, cookie), { params: Promise.resolve(params) }] as const
  const query = new URLSearchParams({ q, sort, limit: String(limit) })
  if (kind === 'board') return boardRoute(get('/api/kiosk/board', screens.get(q) ?? ''), { params: Promise.resolve({}) })
  if (kind === 'list') return listRoute(...ask(`/api/agents?${query}`))
  if (kind === 'summary') return summaryRoute(...ask(`/api/summary?${new URLSearchParams({ q })}`))
  if (kind === 'detail') return detailRoute(...ask(`/api/agents/main/${id}`, { manager: 'main', id }))
  if (kind === 'syncOf') return agentSyncRoute(...ask(`/api/agents/main/${id}/sync`, { manager: 'main', id }))
  const inventories = { inventory: inventoryRoute, inventoryList: inventoryListRoute }
  const asked = { live: liveRoute, collection: collectionRoute, config: configRoute, ...inventories }
  const own = { manager: 'main', id, component: 'agent', configuration: 'client', list: 'ports' }
  for (const [name, route] of Object.entries(asked)) if (name === kind) return route(...ask('/api', own))
  if (kind === 'annotations') return annotationsRoute(...ask(`/api/agents/main/${id}/annotations`, { manager: 'main', id }))
  if (kind === 'annotate') {
    const body = JSON.stringify({ endpoint: 'another', version: 0, alias: 'mine', tags: [] })
    return annotateRoute(sent('PUT', cookie, body), { params: Promise.resolve({ manager: 'main', id }) })
  }
  if (kind === 'at') return atRoute(...ask(`/api/agents/main/${id}/at?at=${Date.now()}`, { manager: 'main', id }))
  if (kind === 'history') return historyRoute(...ask(`/api/agents/main/${id}/history?range=7d`, { manager: 'main', id }))
  const alert = JSON.stringify({ agent: { id } })
  if (kind === 'resolve') return resolveRoute(sent('POST', cookie, alert), { params: Promise.resolve({}) })
  if (kind === 'breakdowns') return breakdownsRoute(...ask(`/api/breakdowns?${new URLSearchParams({ q })}`))
  if (kind === 'events') return eventsRoute(...ask('/api/events'))
  if (kind === 'changes') return changesRoute(...ask('/api/changes?at=0s&window=1d&limit=500'))
  if (kind === 'evolution') return evolutionRoute(...ask('/api/evolution?from=3h'))
  if (kind === 'counts') return countsRoute(...ask(`/api/agents/counts?${new URLSearchParams({ q })}`))
  if (kind === 'suggest') return suggestRoute(...ask(`/api/agents/suggest?${new URLSearchParams({ field: 'id', text: '', q })}`))
  const agents = known.slice(0, 200).map((one) => `main/${one}`)
  if (kind === 'strips') return stripsRoute(...ask(`/api/agents/strips?${new URLSearchParams({ agents: agents.join() })}`))
  const file = new URLSearchParams({ q, sort, cols: 'id', format: 'jsonl' })
  if (kind === 'export') return exportRoute(...ask(`/api/agents/export?${file}`))
  return kind === 'sync' ? syncRoute(...ask('/api/sync')) : sessionRoute(...ask('/api/session'))
}
