import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import * as agentsRoute from '#app/api/agents/route.ts'
import * as callbackRoute from '#app/api/session/oidc/callback/route.ts'
import * as oidcRoute from '#app/api/session/oidc/route.ts'
import * as sessionRoute from '#app/api/session/route.ts'
import { runtime } from '#server/runtime.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { collectorRig } from './collector-rig.ts'
import { startIssuer } from './issuer.ts'
import { passwordHash } from './no-ways.ts'
import { serveFrom } from './serving.ts'

export const ORIGIN = 'http://127.0.0.1:3000'
export const CLIENT = { id: 'rollcall', secret: 'a secret between the two of them' }
export const PASSWORD = 'correct horse battery'
const GROUPS = [
  { group: 'soc', role: 'administrator' },
  { group: 'north', role: 'analyst', managers: { main: 'group=branch-north' } },
  { group: 'south', role: 'analyst', managers: { main: 'group=branch-south' } },
]
/** The web process's runtime with every way to sign in set up, a collected demo manager and an issuer; one for each test file. */
export async function waysRig() {
  const rig = await collectorRig({ agents: 200, seed: 7, frozen: true })
  await rig.pass()
  const issuer = await startIssuer({ client: CLIENT })
  const groupsFile = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'groups.json')
  writeFileSync(groupsFile, JSON.stringify(GROUPS))
  await serveFrom(rig, {
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Keyring',
    GROUPS_FILE: groupsFile,
    TRUSTED_PROXIES: '10.0.0.5',
    PROXY_USER_HEADER: 'X-Auth-User',
    PROXY_GROUPS_HEADER: 'X-Auth-Groups',
    PROXY_SECRET_HEADER: 'X-Auth-Secret',
    PROXY_SECRET: 'a secret of the proxy, long enough',
    LOCAL_ADMIN_HASH: passwordHash(PASSWORD),
  })
  return {
    demo: rig.demo,
    db: rig.store.db,
    issuer,
    /** As everything was at first; tests are faster than people, so that each finds the limits unused. */
    reset() {
      issuer.groups.set('ada', ['soc', 'choir']).set('bob', ['north']).set('eve', ['choir'])
      Object.assign(issuer.forge, { claims: null, key: 'own' })
      Object.assign(issuer.state, { renews: false, works: true, gone: new Set() })
      Object.assign(runtime(), { limits: new SignInLimits(runtime().clock) })
    },
    async stop() {
      runtime().live.close()
      await runtime().audit.settle()
      await runtime().fleet.stop()
      await runtime().prisma.$disconnect()
      await Promise.all([...runtime().clients.values()].map((client) => client.close()))
      await Promise.all([rig.stop(), issuer.stop()])
    },
  }
}

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

export const ask = (handler: Handler, address: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  handler(new Request(`${ORIGIN}${address}`, { ...init, headers: { host: '127.0.0.1:3000', ...headers } }), {
    params: Promise.resolve({}),
  })

/** What an answer leaves in the browser, as a Cookie header. */
export const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

/** From our sign-in page to the issuer. */
export async function begin(next = '/') {
  const answer = await ask(oidcRoute.GET, `/api/session/oidc?next=${encodeURIComponent(next)}`)
  expect(answer.status).toBe(303)
  return { location: new URL(answer.headers.get('location') ?? ''), attempt: cookiesOf(answer) }
}

/** What a browser does at the issuer. @returns the address that it is sent back to, as path and query */
export async function signInAtIssuer(location: URL, name: string): Promise<string> {
  const jar = new Map<string, string>()
  let [url, form]: [URL, string | null] = [location, null]
  for (let step = 0; step < 10; step++) {
    if (url.origin === ORIGIN) return url.pathname + url.search
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ')
    const init =
      form === null
        ? {}
        : { method: 'POST', body: form, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } }
    const answer: Response = await fetch(url, { redirect: 'manual', headers: { cookie }, ...init })
    for (const set of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      jar.set(key, value)
    }
    const to = answer.headers.get('location')
    if (to !== null) [url, form] = [new URL(to, url), null]
    else if (answer.ok) form = new URLSearchParams({ name }).toString()
    else throw new Error(`the issuer answered ${answer.status}: ${await answer.text()}`)
  }
  throw new Error('the issuer sends in circles')
}

export const comeBack = (back: string, attempt: string) => ask(callbackRoute.GET, back, { cookie: attempt })

export async function signIn(name: string, next = '/') {
  const { location, attempt } = await begin(next)
  return comeBack(await signInAtIssuer(location, name), attempt)
}

export const problemIn = (answer: Response) => new URL(answer.headers.get('location') ?? '', ORIGIN).searchParams.get('problem')
export const sessionOf = async (cookie: string, headers: Record<string, string> = {}) => {
  const answer = await ask(sessionRoute.GET, '/api/session', { cookie, ...headers })
  return { status: answer.status, body: await answer.json() }
}
export const listed = async (cookie: string) =>
  (await (await ask(agentsRoute.GET, '/api/agents?limit=500', { cookie })).json()).items
