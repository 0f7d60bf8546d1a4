import { type RoutePath, routes } from '../spec/routes.ts'

export type RouteMatch =
  | { readonly kind: 'found'; readonly path: RoutePath; readonly verb: string; readonly captures: ReadonlyMap<string, string> }
  | { readonly kind: 'wrong-verb' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'unknown' }

interface CompiledRoute {
  readonly path: RoutePath
  readonly verbs: readonly string[]
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const compiled = Object.entries(routes).map(([path, verbs]) => compile(path, verbs))

/** What managers from 5.0 on answer no more. Source: manager API 5.0, list of endpoints. */
const GONE_IN_5 =
  /^\/(?:manager|overview|syscollector)\/|^\/agents\/(?:reconnect$|\{agent_id\}\/(?:config|daemons|stats)\/|\{agent_id\}\/group\/is_sync$)/

/** Finds the route of a request; a path with a trailing slash is sent to the one without. HEAD is served as GET. */
export function matchRoute(method: string, path: string, apiVersion = '4.14.7'): RouteMatch {
  const verb = method === 'HEAD' ? 'GET' : method
  const isNew = Number.parseInt(apiVersion, 10) >= 5
  const hits = compiled.filter((route) => route.pattern.test(path) && !(isNew && GONE_IN_5.test(route.path)))
  const hit = hits.find((route) => route.verbs.includes(verb))
  if (hit) {
    const values = hit.pattern.exec(path)?.slice(1) ?? []
    const captures = new Map(hit.names.map((name, index) => [name, values[index] ?? '']))
    return { kind: 'found', path: hit.path, verb, captures }
  }
  if (hits.length > 0) return { kind: 'wrong-verb' }
  const bare = path.replace(/\/+$/, '')
  if (bare !== path && bare !== '' && compiled.some((route) => route.pattern.test(bare))) return { kind: 'redirect', to: bare }
  return { kind: 'unknown' }
}

function compile(path: string, verbs: readonly string[]): CompiledRoute {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return { path: routePath(path), verbs, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`), names }
}

/** `Object.entries` widens the keys; every one of them is a key of `routes`. */
function routePath(path: string): RoutePath {
  return path as RoutePath
}
