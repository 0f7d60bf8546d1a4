/** Next's boot hook: opens the store and starts the fleet index, then lets pages in; once per process. */
export async function register() {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { startRuntime } = await import('#server/runtime.ts')
  await startRuntime()
  const { openPageGate } = await import('#server/http/page-gate.ts')
  openPageGate()
}
