import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { OPERATIONS } from '#server/http/openapi.ts'
import { startRollcall } from './rollcall.ts'

/** Secrets of this test alone, so that where one stands it can have come from nowhere else. */
const COLLECTOR = 'C4nary-collector-Rk7#pL2x'
const PERSON = 'C4nary-person-Zt9#mQ4v'
const METRICS = 'C4nary-metrics-Xw3pBn8y'
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
  const users = [
    { id: 201, username: 'collector', password: COLLECTOR, roles: [1] },
    { id: 202, username: 'person', password: PERSON, roles: [1] },
  ]
  const rollcall = await startRollcall({
    demo: { agents: 60, policies: { users } },
    env: { MANAGER_USER: 'collector', MANAGER_PASSWORD: COLLECTOR, METRICS_TOKEN_FILE: tokenFile, LOG_LEVEL: 'trace' },
  })
  try {
    const served: [where: string, text: string][] = []
    page.on('response', async (response) => {
      const text = await response.text().catch(() => '')
      served.push([response.url(), `${text}\n${JSON.stringify(await response.allHeaders())}`])
    })
    await page.request.post(`${rollcall.url}/api/session`, { data: { username: 'person', password: `${PERSON}x` } })
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

    for (const [where, text] of served) {
      for (const secret of [COLLECTOR, PERSON, METRICS])
        for (const form of formsOf(secret)) expect(text.includes(form), `${form} in ${where}`).toBe(false)
      expect(TOKEN.exec(text)?.[0] ?? '', where).toBe('')
      const holdsSession = text.includes(session)
      // The answer that starts the session is the one that says it.
      if (!where.endsWith('/api/session')) expect(holdsSession, `the session in ${where}`).toBe(false)
    }
    const asked = Object.keys(rollcall.demo.control.requests().byRoute)
    expect(asked.filter((route) => !KNOWN.includes(route) && !OF_ONE_AGENT.test(route))).toEqual([])
  } finally {
    await rollcall.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** What is asked of a manager about one agent, when its page is opened: reading alone, under the manager's own addresses. */
const OF_ONE_AGENT = /^GET \/(agents|syscollector)\/\{agent_id\}\/[\w/{}]+$/
/** All else that Rollcall ever asks a manager: no request of a browser becomes one with words of its own. */
const KNOWN = [
  'POST /security/user/authenticate',
  'GET /',
  'GET /agents',
  'GET /agents/summary/status',
  'GET /groups',
  'GET /manager/info',
  'GET /security/users/me/policies',
]
