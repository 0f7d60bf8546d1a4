import { createServer } from 'node:net'
import { whyNotListening } from './listening.mjs'

/** Tries whether this process may listen there. @returns one line that says why not, or `null`; always `null` for port 0 */
export function probePort(host: string, port: number, setting: string): Promise<string | null> {
  if (port === 0) return Promise.resolve(null)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(whyNotListening(error, host, port, setting)))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}
