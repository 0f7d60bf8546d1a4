/** Next's boot hook: opens the store and starts the fleet index, then lets pages in; once per process. */
export async function register() {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { startRuntime } = await import('#server/runtime.ts')
  await startRuntime()
  const { openPageGate } = await import('#server/http/page-gate.ts')
  openPageGate()
  const { openDirectRoutes } = await import('#server/http/direct-routes.ts')
  const [agent, moment] = await Promise.all([
    import('#app/api/agents/[manager]/[id]/route.ts'),
    import('#app/api/agents/[manager]/[id]/at/route.ts'),
  ])
  openDirectRoutes({ '/api/agents/[manager]/[id]': agent.GET, '/api/agents/[manager]/[id]/at': moment.GET })
}
