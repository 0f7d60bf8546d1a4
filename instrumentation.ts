/** Next's boot hook: opens the store and starts the fleet index, then lets pages in; once per process. */
export async function register() {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { startRuntime } = await import('#server/runtime.ts')
  await startRuntime()
  const { openPageGate } = await import('#server/http/page-gate.ts')
  openPageGate()
  const { openDirectRoutes } = await import('#server/http/direct-routes.ts')
  // What pages and screens ask for all day (decision 30). In here: what stands outside would be built for runtimes that we do not have.
  const routes = {
    '/api/summary': import('#app/api/summary/route.ts'),
    '/api/sync': import('#app/api/sync/route.ts'),
    '/api/agents': import('#app/api/agents/route.ts'),
    '/api/agents/counts': import('#app/api/agents/counts/route.ts'),
    '/api/agents/strips': import('#app/api/agents/strips/route.ts'),
    '/api/agents/suggest': import('#app/api/agents/suggest/route.ts'),
    '/api/agents/[manager]/[id]': import('#app/api/agents/[manager]/[id]/route.ts'),
    '/api/agents/[manager]/[id]/at': import('#app/api/agents/[manager]/[id]/at/route.ts'),
    '/api/agents/[manager]/[id]/history': import('#app/api/agents/[manager]/[id]/history/route.ts'),
    '/api/agents/[manager]/[id]/sync': import('#app/api/agents/[manager]/[id]/sync/route.ts'),
    '/api/breakdowns': import('#app/api/breakdowns/route.ts'),
    '/api/changes': import('#app/api/changes/route.ts'),
    '/api/events': import('#app/api/events/route.ts'),
    '/api/evolution': import('#app/api/evolution/route.ts'),
    '/api/kiosk/board': import('#app/api/kiosk/board/route.ts'),
  }
  const loaded = Object.entries(routes).map(async ([address, route]) => [address, (await route).GET] as const)
  openDirectRoutes(Object.fromEntries(await Promise.all(loaded)))
}
