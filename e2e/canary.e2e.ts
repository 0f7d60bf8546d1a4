import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { kioskState } from '#lib/contract/kiosk.ts'
import { OPERATIONS } from '#server/http/openapi.ts'
import { passwordHash } from '#test/no-ways.ts'
import { BY_ITSELF } from './asked-by-itself.ts'
import { waitForCode } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

/** Secrets of this test alone, so that where one stands it can have come from nowhere else. */
const COLLECTOR = 'C4nary-collector-Rk7#pL2x'
const PERSON = 'C4nary-person-Zt9#mQ4v'
const METRICS = 'C4nary-metrics-Xw3pBn8y'
const ISSUERS = 'C4nary-issuers-Hf5&sD1w'
const PROXYS = 'C4nary-proxys-long-enough-Jq8'
const NIGHT = 'C4nary-night-battery-staple'
const KEY = Buffer.from('C4nary-key of thirty-two bytes!!').toString('base64url')
const TOKEN = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/

/** Every form in which a secret might lie about. */
const formsOf = (secret: string) => {
  const bytes = Buffer.from(secret)
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('hex'),
  ]
}

test('no secret is in anything that is served, logged or stored, but for what must be, which is encrypted', async ({ page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-canary-'))
  const tokenFile = path.join(folder, 'metrics.token')
  writeFileSync(tokenFile, `${METRICS}\n`, { mode: 0o600 })
  const keyFile = path.join(folder, 'secret.key')
  writeFileSync(keyFile, `may ${KEY}\n`, { mode: 0o600 })
  const groupsFile = path.join(folder, 'groups.json')
  writeFileSync(groupsFile, JSON.stringify([{ group: 'chiefs', role: 'administrator' }]))
  const hash = passwordHash(NIGHT)
  const users = [
    { id: 201, username: 'collector', password: COLLECTOR, roles: [1] },
    { id: 202, username: 'person', password: PERSON, roles: [1] },
  ]
  const rollcall = await startRollcall({
    demo: { agents: 60, policies: { users } },
    env: {
      ...{ MANAGER_USER: 'collector', MANAGER_PASSWORD: COLLECTOR, METRICS_TOKEN_FILE: tokenFile, LOG_LEVEL: 'trace' },
      ...{ SECRET_KEY_FILE: keyFile, GROUPS_FILE: groupsFile, LOCAL_ADMIN_HASH: hash, TRUSTED_PROXIES: '127.0.0.1' },
      ...{ PROXY_USER_HEADER: 'X-Auth-User', PROXY_SECRET_HEADER: 'X-Auth-Secret', PROXY_SECRET: PROXYS },
      PROXY_GROUPS_HEADER: 'X-Auth-Groups',
      // Nobody is there: what goes wrong says nothing of it either.
      ...{ OIDC_ISSUER: 'https://127.0.0.1:1', OIDC_CLIENT_ID: 'rollcall', OIDC_CLIENT_SECRET: ISSUERS },
    },
  })
  try {
    const served: [where: string, text: string][] = []
    // What a page has left can't be read any more, its headers neither.
    page.on('response', async (response) => {
      const [text, headers] = await Promise.all([response.text().catch(() => ''), response.allHeaders().catch(() => ({}))])
      served.push([response.url(), `${text}\n${JSON.stringify(headers)}`])
    })
    await waitForCode(page)
    await page.request.post(`${rollcall.url}/api/session`, { data: { username: 'person', password: `${PERSON}x` } })
    await comeOtherwise(page.request, rollcall.url)
    await page.context().clearCookies()
    await page.goto(`${rollcall.url}/sign-in`)
    await page.getByLabel('User name').fill('person')
    await page.getByLabel('Password').fill(PERSON)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page).not.toHaveURL(/sign-in/)
    const cookies = await page.context().cookies()
    const session = cookies.find(({ name }) => name === 'rollcall_session')?.value ?? ''
    expect(session).toMatch(/^[\w-]{43}$/)
    for (const to of ['/', '/agents/main/001', '/settings', '/audit']) await page.goto(`${rollcall.url}${to}`)
    for (const to of ['/go', '/sessions', '/kiosks', '/kiosk', '/nothing']) {
      const answer = await page.request.get(`${rollcall.url}${to}`)
      served.push([to, `${await answer.text()}\n${JSON.stringify(answer.headers())}`])
    }

    const screen = await pairScreen(page)
    for (const to of ['/kiosk', '/api/kiosk', '/api/kiosk/board']) {
      const answer = await page.request.get(`${rollcall.url}${to}`)
      expect(answer.status(), to).toBe(200)
      served.push([to, `${await answer.text()}\n${JSON.stringify(answer.headers())}`])
    }

    const now = new Date().toISOString()
    const needed: Readonly<Record<string, string>> = { at: now, field: 'group', version: '1' }
    for (const { method, path: address, query = {} } of OPERATIONS) {
      if (method !== 'GET' || address.endsWith('/live')) continue
      const values = Object.keys(query).flatMap((name) =>
        name.endsWith('!') ? [[name.slice(0, -1), needed[name.slice(0, -1)] ?? '']] : [],
      )
      const target = address.replace('{manager}', 'main').replace('{id}', '001').replace('{note}', '1')
      const answer = await page.request.get(`${rollcall.url}${target}?${new URLSearchParams(values)}`)
      served.push([target, `${await answer.text()}\n${JSON.stringify(answer.headers())}`])
    }
    const stream = await fetch(`${rollcall.url}/api/live`, { headers: { cookie: `rollcall_session=${session}` } })
    const reader = stream.body?.getReader()
    served.push(['/api/live', new TextDecoder().decode((await reader?.read())?.value)])
    await reader?.cancel()
    for (const bearer of [METRICS, `${METRICS}x`]) {
      const answer = await page.request.get(`${rollcall.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } })
      expect(answer.status()).toBe(bearer === METRICS ? 200 : 401)
      served.push(['/metrics', await answer.text()])
    }
    // Whoever has the cookie's own request holds it already; only its first answer carries it.
    const bundles = readdirSync('.next/static', { recursive: true, encoding: 'utf8' })
      .map((name) => path.join('.next/static', name))
      .filter((file) => /\.(js|css)$/.test(file) && statSync(file).isFile())
    for (const file of bundles) served.push([file, readFileSync(file, 'latin1')])
    served.push(['log', rollcall.log()])
    for (const end of ['', '-wal']) served.push([`database${end}`, readFileSync(`${rollcall.databaseFile}${end}`, 'latin1')])
    expect(served.length).toBeGreaterThan(80)

    const secrets = [COLLECTOR, PERSON, METRICS, ISSUERS, PROXYS, NIGHT, hash, KEY, screen].flatMap(formsOf)
    const leaks = served.flatMap(([where, text]) => [
      ...secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
      ...(TOKEN.exec(text) ?? []).map((token) => `${token} in ${where}`),
      // The answer that starts the session is the one that says it.
      ...(text.includes(session) && !where.endsWith('/api/session') ? [`the session in ${where}`] : []),
    ])
    expect(leaks).toEqual([])
    const asked = Object.keys(rollcall.demo.control.requests().byRoute)
    expect(asked.filter((route) => !BY_ITSELF.includes(route) && !OF_ONE_AGENT.test(route))).toEqual([])
  } finally {
    await rollcall.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** People of the other ways in: the local administrator, whom a proxy names, and whoever tries an issuer that is away. */
async function comeOtherwise(request: APIRequestContext, url: string): Promise<void> {
  const data = { username: 'admin', password: NIGHT, manager: '@local' }
  expect((await request.post(`${url}/api/session`, { data })).status()).toBe(201)
  const headers = { 'x-auth-user': 'carol', 'x-auth-groups': 'chiefs', 'x-auth-secret': PROXYS }
  expect((await request.get(`${url}/api/session/proxy`, { headers, maxRedirects: 0 })).status()).toBe(303)
  const away = await request.get(`${url}/api/session/oidc`, { maxRedirects: 0 })
  expect(away.headers()['location']).toContain('problem=')
}

/** A screen of this very browser, approved by its person. @returns its cookie */
async function pairScreen(page: Page): Promise<string> {
  const url = new URL(page.url()).origin
  await page.request.get(`${url}/kiosk/start`)
  const { screen } = kioskState.parse(await (await page.request.get(`${url}/api/kiosk`)).json())
  const code = screen.state === 'waiting' ? screen.code : ''
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const answer = await page.request.post(`${url}/api/kiosks`, { data: { code, name: 'wall', names: true, until } })
  expect(answer.status()).toBe(201)
  return (await page.context().cookies()).find(({ name }) => name === 'rollcall_kiosk')?.value ?? ''
}

/**
 * What is asked of a manager about one agent, when its page is opened: reading alone, under the manager's own addresses. Beside what is
 * asked without anybody's doing this is all: no request of a browser becomes one with words of its own.
 */
const OF_ONE_AGENT = /^GET \/(agents|syscollector)\/\{agent_id\}\/[\w/{}]+$/
