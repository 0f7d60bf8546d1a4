import http from 'node:http'

/** What a visitor sees first, and what is asked of a server that is looked after. */
const PATHS = ['/sign-in', '/api/health']
const PATIENCE_MS = 10_000

/**
 * Has requests answered that nobody made, before the door opens: with its first ones Next loads modules and pages, which holds
 * the thread up for some tenths of a second, and that would be everybody's wait. Never rejects.
 * @param {import('node:http').RequestListener} answer
 */
export async function warmUp(answer) {
  const inner = http.createServer(answer)
  await new Promise((resolve) => inner.once('error', resolve).listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = inner.address()
  if (typeof address !== 'object' || address === null) return
  for (const path of PATHS) await get(address.port, path)
  inner.closeAllConnections()
  inner.close()
}

/** @param {number} port @param {string} path @returns {Promise<unknown>} resolves when it was answered, or could not be */
function get(port, path) {
  return new Promise((resolve) => {
    http
      .get({ host: '127.0.0.1', port, path, timeout: PATIENCE_MS }, (answer) => answer.on('close', resolve).resume())
      .on('timeout', function () {
        this.destroy()
      })
      .on('error', resolve)
  })
}
