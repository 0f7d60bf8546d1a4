import type { IncomingHttpHeaders } from 'node:http'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type Answer = (url: string, headers: IncomingHttpHeaders) => Promise<Response> | null

/** What may stand in an address for each of its variables; all other spellings of an address go through Next. */
const VALUES = { manager: '[a-z0-9-]{1,32}', id: '\\d{1,10}' } as const
const QUERY = '(?:\\?[\\w=&%:.+-]*)?'
/** Of an address that nobody sees: requests were found by their path already. */
const ORIGIN = 'http://localhost'

// Our HTTP server asks it, and is no part of what Next bundles (`cli/direct-routes.mjs`).
const home = globalThis as typeof globalThis & { rollcallDirect?: Answer }

/**
 * Has our HTTP server answer GET at some addresses without Next in between, by the same handlers. @param routes by their addresses, with
 * `[manager]` and `[id]` for what varies
 */
export function openDirectRoutes(routes: Readonly<Record<string, Handler>>): void {
  const known = Object.entries(routes).map(([address, handler]) => ({ ...patternOf(address), handler }))
  home.rollcallDirect = (url, headers) => {
    for (const { pattern, names, handler } of known) {
      const found = pattern.exec(url)
      if (!found) continue
      const params = Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']))
      // What can't be made a request of rejects, as all else does.
      const answer = async () =>
        handler(new Request(ORIGIN + url, { headers: pairsOf(headers) }), { params: Promise.resolve(params) })
      return answer()
    }
    return null
  }
}

function patternOf(address: string): { pattern: RegExp; names: (keyof typeof VALUES)[] } {
  const names: (keyof typeof VALUES)[] = []
  const path = address.replaceAll(/\[(manager|id)\]/g, (_, name: keyof typeof VALUES) => {
    names.push(name)
    return `(${VALUES[name]})`
  })
  return { pattern: new RegExp(`^${path}${QUERY}$`), names }
}

/** What came twice and may is one text already; `set-cookie`, the one list, is nothing that a request has. */
function pairsOf(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
}
