import type { IncomingMessage } from 'node:http'
import { loadConfig } from '#server/config-env.ts'
import { type Forwarded, readForwarded } from '#server/forwarded.ts'

/** What the web process's HTTP server asks of every request first: who it comes from, as far as a proxy in front may say so. */
export function forwardedReader(env: NodeJS.ProcessEnv): (request: IncomingMessage) => Forwarded {
  const loaded = loadConfig(env)
  // The supervisor has checked the settings before; were they wrong by now, the process would end a moment later.
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
  const { ways } = loaded.config
  return ({ headers, rawHeaders, socket }) =>
    readForwarded({ headers, rawHeaders, peer: socket.remoteAddress ?? 'unknown' }, ways)
}
