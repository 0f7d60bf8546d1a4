import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runtime } from '#server/runtime.ts'
import { collectorRig } from './collector-rig.ts'
import { serveFrom } from './serving.ts'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

export interface CallOptions {
  /** Sent as JSON, or as it is when it is a text or a stream. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Of the session; '' for none. */
  readonly cookie?: string
}

/** Files of all routes but the one for addresses that do not exist, below `app`. */
export const ROUTE_FILES = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /(^|\/)route\.tsx?$/.test(file) && !file.includes('[[...'))

/** The address of a route's file, with `{name}` for what varies. */
export function routePath(file: string): string {
  return `/${path.posix.dirname(file)}`.replaceAll(/\/\([^/]+\)/g, '').replaceAll(/\[(\w+)\]/g, '{$1}')
}

/** The routes themselves in this process, over a real store that was filled from a demo manager. The log has to be silent before. */
export async function routeRig({ agents = 60 }: { agents?: number } = {}) {
  const rig = await collectorRig({ agents, seed: 7, frozen: true })
  await rig.pass()
  await serveFrom(rig)

  async function call(method: string, target: string, { body, headers = {}, cookie = '' }: CallOptions = {}): Promise<Response> {
    const [address = ''] = target.split('?')
    const file = ROUTE_FILES.find((one) => patternOf(one).test(address)) ?? ''
    const names = [...routePath(file).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const values = patternOf(file).exec(address)?.slice(1) ?? []
    const params = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]))
    const route: Record<string, Handler> = await import(pathToFileURL(path.resolve('app', file)).href)
    const handler = route[method]
    if (!handler) throw new Error(`${file} has no ${method}`)
    const all = { host: '127.0.0.1:3000', 'content-type': 'application/json', ...(cookie === '' ? {} : { cookie }), ...headers }
    const isWhole = typeof body === 'string' || body instanceof ReadableStream
    const request = new Request(`http://127.0.0.1:3000${target}`, {
      method,
      headers: all,
      ...(body === undefined ? {} : { body: isWhole ? body : JSON.stringify(body), duplex: 'half' }),
    })
    return handler(request, { params: Promise.resolve(params) })
  }

  return {
    ...{ call, demo: rig.demo, store: rig.store, rows: rig.rows, pass: rig.pass },
    /** @returns the cookie of a session */
    async signIn(name: string): Promise<string> {
      const answer = await call('POST', '/api/session', { body: { username: name, password: name } })
      if (answer.status !== 201) throw new Error(`${name} could not sign in: ${await answer.text()}`)
      return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    async stop() {
      runtime().live.close()
      await runtime().audit.settle()
      await runtime().fleet.stop()
      await runtime().prisma.$disconnect()
      await Promise.all([...runtime().clients.values()].map((client) => client.close()))
      await rig.stop()
    },
  }
}
export type RouteRig = Awaited<ReturnType<typeof routeRig>>

function patternOf(file: string): RegExp {
  return new RegExp(
    `^${routePath(file)
      .replaceAll('.', '\\.')
      .replaceAll(/\{\w+\}/g, '([^/]+)')}$`,
  )
}
