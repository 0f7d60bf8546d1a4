import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, FrameLocator, Page } from '@playwright/test'
import { kioskBoard } from '#lib/contract/kiosk.ts'
import { makeCertificate, startHttps } from '#test/manager-server.ts'
import { expectShift } from './expect-shift.ts'
import { expect, expectAccessible, test, waitForCode } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

test.describe.configure({ mode: 'parallel' })

const codeOn = async (wall: Page | FrameLocator) => {
  let code = ''
  // A wall without JavaScript loads itself again and again, and has none on it between two pages.
  await expect(async () => {
    code = (await wall.getByTestId('code').locator('[aria-hidden]').allTextContents()).join('')
    expect(code).toMatch(/^\w{6}$/)
  }).toPass()
  return code
}
/** What a person may do with screens, without the pages. */
const approve = async (desk: Page, code: string, more: object = {}): Promise<string> => {
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const answer = await desk.request.post('/api/kiosks', { data: { code, name: 'Another wall', until, ...more } })
  expect(answer.status()).toBe(201)
  return (await answer.json()).id
}
/** Of views in turn one would come first by the time of day. */
const ONE_VIEW = '/kiosk?views=now'
const open = async (browser: Browser, url: string, path = ONE_VIEW, more: object = {}) => {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1920, height: 1080 }, ...more })
  const wall = await context.newPage()
  if (!('javaScriptEnabled' in more)) await waitForCode(wall)
  await wall.goto(path)
  return { context, wall }
}
const HTML = { 'content-type': 'text/html' }
const hero = (wall: Page) => wall.locator('.wall-hero')
const boardFor = async (context: BrowserContext) => kioskBoard.parse(await (await context.request.get('/api/kiosk/board')).json())

test('one approval on the other screen connects a wall, and disconnecting it leaves nothing on it', async ({
  page,
  browser,
  signIn,
  rollcall,
  expectConsole,
}) => {
  // Of a code that no screen shows.
  expectConsole(/status of 404/)
  const { context, wall } = await open(browser, rollcall.url)
  const code = await codeOn(wall)
  expect(new URL(wall.url()).search).not.toContain(code)
  await expectAccessible(wall)
  await signIn(page, { to: '/kiosks' })
  await page.getByLabel('Code').fill('ZZZ ZZZ')
  await page.getByRole('button', { name: 'Find the screen' }).click()
  await expect(page.getByText('No screen shows this code')).toBeVisible()
  await page.getByLabel('Code').fill(`${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`)
  await page.getByRole('button', { name: 'Find the screen' }).click()
  await expect(page.getByText('A screen at 127.0.0.1')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('SOC wall')
  await page.getByLabel('What it shows').fill('group=branch-north')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Approve this screen' }).click()

  await expect(hero(wall)).toBeVisible()
  const { total, active }: { total: number; active: number } = await boardFor(context)
  const summary = await (await page.request.get('/api/summary?q=group%3Dbranch-north')).json()
  expect(total).toBe(summary.total)
  await expect(hero(wall)).toHaveText(String(total - active))
  await expect(wall.locator('header')).toContainText('SOC wall')
  await expectShift(wall)
  await expectAccessible(wall)

  // It may see its board, and nothing else of the dashboard.
  for (const path of ['/api/summary', '/api/agents', '/api/events', '/api/live', '/api/session', '/api/kiosks', '/api/sync'])
    expect((await context.request.get(path)).status(), path).toBe(401)
  const scripts = await wall.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
      .map((entry) => (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0)),
  )
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.reduce((sum, size) => sum + size, 0)).toBeLessThan(180 * 1024)

  await expect(page.getByRole('row', { name: /SOC wall/ })).toContainText('ago')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Disconnect SOC wall' }).click()
  await expect(wall.getByText('This screen is not connected')).toBeVisible()
  await expect(hero(wall)).toHaveCount(0)
  expect((await context.request.get('/api/kiosk/board')).status()).toBe(401)
  await expectAccessible(wall)
  await wall.getByRole('link', { name: 'Connect it again' }).click()
  expect(await codeOn(wall)).not.toBe(code)
  await context.close()
})

test('names are sent to a wall only where they were allowed, and its turning can be held', async ({
  page,
  browser,
  signIn,
  rollcall,
}) => {
  await signIn(page)
  const counted = await open(browser, rollcall.url)
  const named = await open(browser, rollcall.url, '/kiosk?views=changes')
  await approve(page, await codeOn(counted.wall))
  await approve(page, await codeOn(named.wall), { names: true })
  const { items }: { items: { id: string; name: string }[] } = await (
    await page.request.get('/api/agents?q=status%3Dactive%20group%3Dbranch-south&limit=20')
  ).json()
  for (const { id } of items) rollcall.demo.control.setAgent(id, { status: 'disconnected', status_code: 4 })
  // Rows are seen as they are written, what they have in common with the pass.
  await expect
    .poll(async () => (await boardFor(named.context)).events.map(({ what }) => what), { timeout: 120_000 })
    .toContain('branch-south')
  const { hour } = await boardFor(named.context)
  expect(hour.newest.length).toBeGreaterThan(3)
  expect(items.map(({ name }) => name)).toContain(hour.newest[0]?.name)
  await expect(named.wall.getByText(/^branch-south: \d+ silent/)).toBeVisible()
  await expect(named.wall.getByText(`${hour.newest[0]?.name} went silent`)).toBeVisible()
  const board = await boardFor(counted.context)
  expect(board.hour.went).toBeGreaterThanOrEqual(items.length)
  expect(JSON.stringify(board)).not.toMatch(/branch-|10\.\d+\.\d+\.\d+/)
  const html = (await (await counted.context.request.get('/kiosk')).text()) + (await counted.wall.content())
  for (const { name } of items) expect(html).not.toContain(name)
  await expectAccessible(named.wall)

  // With more than one view the turning has to be held, by any key or by its button.
  await named.wall.goto('/kiosk?seconds=600')
  const goOn = named.wall.getByRole('button', { name: 'Go on' })
  await named.wall.keyboard.press('x')
  await expect(goOn).toBeVisible()
  await goOn.click()
  await expect(named.wall.getByRole('button', { name: 'Pause' })).toBeVisible()
  // As it was, also for the tests after this one.
  for (const { id } of items) rollcall.demo.control.setAgent(id, { status: 'active', status_code: 0, disconnection_time: null })
  const down = new URLSearchParams({ q: 'status=disconnected group=branch-south', limit: '500' })
  const downNow = async (): Promise<string[]> =>
    (await (await page.request.get(`/api/agents?${down}`)).json()).items.map(({ id }: { id: string }) => id)
  await expect.poll(async () => (await downNow()).filter((id) => items.some((item) => item.id === id))).toEqual([])

  // Another build is served: the wall loads itself anew at the top of a minute.
  const { wall } = counted
  await wall.clock.install()
  await wall.goto(ONE_VIEW)
  await expect(hero(wall)).toBeVisible()
  const state = await (await counted.context.request.get('/api/kiosk')).json()
  // Nothing is asked while it answers: what comes back after the context has closed would fail the test.
  await wall.route('**/api/kiosk', (route) => route.fulfill({ json: { ...state, build: 'another' } }))
  let loads = 0
  wall.on('load', () => loads++)
  await expect(async () => {
    await wall.clock.fastForward(60_000)
    expect(loads).toBeGreaterThan(0)
  }).toPass()
  await expect(hero(wall)).toBeVisible()
  await counted.context.close()
  await named.context.close()
})

test('a wall without JavaScript pairs, shows and blanks by itself', async ({ page, browser, signIn, rollcall }) => {
  await signIn(page)
  const { context, wall } = await open(browser, rollcall.url, '/kiosk?seconds=5&views=now', { javaScriptEnabled: false })
  const id = await approve(page, await codeOn(wall))
  await expect(hero(wall)).toBeVisible()
  await expect(wall.locator('header time')).toContainText('UTC')
  const before = await wall.locator('header time').textContent()
  await expect(wall.locator('header time')).not.toHaveText(before ?? '')
  await page.request.delete(`/api/kiosks/${id}`)
  await expect(wall.getByText('This screen is not connected')).toBeVisible()
  await context.close()
})

const NOBODY_THERE = 'no connection since|The dashboard does not answer'

test('a wall lives through a crash of the dashboard, and draws a curtain when its data grows old', async ({
  page,
  browser,
  expectConsole,
}) => {
  expectConsole(/./)
  const rollcall = await startRollcall()
  try {
    await page.goto(`${rollcall.url}/sign-in`)
    await page.getByLabel('User name').fill('analyst')
    await page.getByLabel('Password').fill('analyst')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).not.toHaveURL(/sign-in/)
    const { context, wall } = await open(browser, rollcall.url)
    const code = await codeOn(wall)
    const until = new Date(Date.now() + 86_400_000).toISOString()
    const approved = await page.request.post(`${rollcall.url}/api/kiosks`, { data: { code, name: 'SOC wall', until } })
    expect(approved.status()).toBe(201)
    await expect(hero(wall)).toBeVisible()
    await context.setOffline(true)
    await expect(wall.getByText('no connection since')).toBeVisible()
    await context.setOffline(false)
    await expect(wall.getByText('data as of')).toBeVisible()

    // It may be back before anybody outside of the page looks.
    const noticed = wall.waitForFunction((words) => new RegExp(words).test(document.body.innerText), NOBODY_THERE)
    rollcall.killWeb()
    await noticed
    await expect(wall.getByText('data as of')).toBeVisible()
    await expect(hero(wall)).toBeVisible()
    expect(new URL(wall.url()).pathname).toBe('/kiosk')

    await rollcall.demo.stop()
    await expect(wall.getByRole('heading', { name: /^No data since \d\d:\d\d/ })).toBeVisible()
    await expect(wall.getByText('main does not answer.')).toBeVisible()
    await expect(hero(wall)).toHaveCount(0)
    expect(await wall.locator('main').textContent()).not.toMatch(/\d+ endpoints|in sync/)
    await expectAccessible(wall)
    await context.close()
  } finally {
    await rollcall.stop()
  }
})

test('no other site may show a wall in a frame, and pictures of other pages make no codes', async ({ request }) => {
  const page = await request.get('/kiosk', { maxRedirects: 0 })
  expect(page.headers()['x-frame-options']).toBe('DENY')
  expect(page.headers()['content-security-policy']).toContain("frame-ancestors 'none'")
  const picture = await request.get('/kiosk/start', { headers: { 'sec-fetch-mode': 'no-cors' }, maxRedirects: 0 })
  expect(picture.status()).toBe(400)
  expect(picture.headers()['set-cookie']).toBeUndefined()
  const start = await request.get('/kiosk/start?scale=2', { maxRedirects: 0 })
  expect(start.headers()['set-cookie']).toMatch(/^rollcall_kiosk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
  expect(start.headers()['location']).toBe('/kiosk?scale=2&started=1')
})

test('a site that is named may show a wall in a frame, another may not, and neither anything else', async ({ browser }) => {
  const certificate = await makeCertificate()
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-'))
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
  writeFileSync(cert, certificate.pem)
  writeFileSync(key, certificate.key, { mode: 0o600 })
  let framed = ''
  const site = () => startHttps(certificate, (_, response) => response.writeHead(200, HTML).end(`<iframe src="${framed}">`))
  const [wiki, other] = [await site(), await site()]
  // A name and an address are two sites to a browser.
  const [named, unnamed] = [wiki, other].map(({ url }) => url.origin.replace('127.0.0.1', 'localhost'))
  const env = { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, KIOSK_EMBED_ORIGINS: named ?? '' }
  const rollcall = await startRollcall({ demo: { agents: 20 }, env })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  try {
    const show = async (origin = '', target = '/kiosk') => {
      framed = rollcall.url + target
      const page = await context.newPage()
      await page.goto(origin)
      return page
    }
    const page = await show(named)
    const wall = page.frameLocator('iframe')
    const code = await codeOn(wall)
    const desk = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: rollcall.url })
    await desk.request.post('/api/session', { data: { username: 'analyst', password: 'analyst' } })
    const until = new Date(Date.now() + 86_400_000).toISOString()
    expect((await desk.request.post('/api/kiosks', { data: { code, name: 'SOC wall', until } })).status()).toBe(201)
    await expect(wall.locator('.wall-hero')).toBeVisible()
    const cookies = await context.cookies()
    expect(cookies.map(({ name, sameSite, secure, partitionKey }) => ({ name, sameSite, secure, partitionKey }))).toEqual([
      { name: '__Host-rollcall_kiosk', sameSite: 'None', secure: true, partitionKey: 'https://localhost' },
    ])
    for (const [origin, target] of [
      [unnamed, '/kiosk'],
      [named, '/sign-in'],
      [named, '/kiosks'],
    ] as const) {
      const refused = await show(origin, target)
      await expect.poll(() => refused.frames()[1]?.url()).toMatch(/^chrome-error:/)
    }
    const head = async (target: string) => (await desk.request.get(target, { maxRedirects: 0 })).headers()
    expect((await head('/kiosk/start'))['content-security-policy']).toContain(`frame-ancestors ${named}`)
    for (const target of ['/sign-in', '/kiosks', '/', '/api/kiosk', '/kiosk/start/x', '/kioskx']) {
      const headers = await head(target)
      expect([target, headers['x-frame-options']]).toEqual([target, 'DENY'])
      expect(headers['content-security-policy'] ?? "frame-ancestors 'none'").toContain("frame-ancestors 'none'")
    }
    await desk.close()
  } finally {
    await context.close()
    await Promise.all([rollcall.stop(), wiki.close(), other.close()])
  }
})
