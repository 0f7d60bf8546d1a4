import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { BY_ITSELF } from './asked-by-itself.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { raw } from './raw-request.ts'
import { spellingsOf } from './spellings.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

test('every kind of answer carries the headers that keep browsers in bounds', async ({ page, signIn, baseURL }) => {
  await signIn(page)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const html = await (await page.request.get('/')).text()
  const script = /\/_next\/static\/[^"']+\.js/.exec(html)?.[0] ?? ''
  expect(script).not.toBe('')
  const port = new URL(baseURL ?? '').port
  const cases: readonly (readonly [method: string, path: string, status: number, headers?: Record<string, string>])[] = [
    ['GET', '/', 200, { cookie }],
    ['GET', '/', 307],
    ['GET', '/sign-in', 200],
    ['GET', '/nothing-here', 404],
    // The router's own requests say in their address what their headers say; others are sent there.
    ['GET', '/agents/demo/001', 307, { cookie, rsc: '1' }],
    ['GET', '/api/agents', 200, { cookie }],
    ['GET', '/api/agents', 401],
    ['GET', '/api/agents?q=%3D', 400, { cookie }],
    ['GET', '/api/audit', 403, { cookie }],
    ['GET', '/api/nothing', 404],
    ['PUT', '/api/agents', 405],
    ['OPTIONS', '/api/agents', 204],
    ['HEAD', '/api/health', 200],
    ['POST', '/', 405],
    ['TRACE', '/', 405],
    ['GET', '/%zz', 400],
    ['GET', '/sign-in', 400, { 'next-action': 'x' }],
    ['GET', script, 200, { 'accept-encoding': 'br' }],
    ['GET', script, 200],
    ['GET', '/_next/static/nothing.js', 404],
    ['GET', '/_next/image?url=%2Ficon.svg&w=64&q=75', 404],
    ['GET', '/icon.svg', 200],
    // Browsers ask for it before they have read which icon there is.
    ['GET', '/favicon.ico', 200],
    ['GET', '/metrics', 200],
    ['GET', '/metrics', 401, { host: 'rebound.example' }],
  ]
  for (const [method, path, status, headers = {}] of cases) {
    const answer = await raw(port, method, path, headers)
    const what = `${method} ${path} ${JSON.stringify(Object.keys(headers))}`
    expect(answer.status, what).toBe(status)
    expect(answer.headers, what).toMatchObject(ALWAYS)
    expect(answer.headers['x-powered-by'], what).toBeUndefined()
    expect(answer.headers['server'], what).toBeUndefined()
    const isStatic = path === script || path === '/icon.svg' || path === '/favicon.ico' || path.startsWith('/_next/static')
    if (!isStatic) expect(String(answer.headers['cache-control']), what).toContain('no-store')
    const policy = String(answer.headers['content-security-policy'] ?? '')
    if (path.startsWith('/api/') && method !== 'OPTIONS') expect(policy, what).toBe("default-src 'none'; frame-ancestors 'none'")
    if (String(answer.headers['content-type']).startsWith('text/html')) expect(policy, what).toContain("frame-ancestors 'none'")
  }
  const stream = await fetch(`${baseURL}/api/live`, { headers: { cookie } })
  expect(Object.fromEntries(stream.headers)).toMatchObject({ ...ALWAYS, 'cache-control': 'no-store, no-transform' })
  await stream.body?.cancel()
})

const ROUTER: readonly Record<string, string>[] = [
  {},
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
]

test('no spelling of a page’s address gives somebody what is not theirs', async ({
  page,
  browser,
  signIn,
  baseURL,
  rollcall,
}) => {
  await signIn(page, { username: 'wazuh' })
  const audit = await (await page.request.get('/api/audit')).json()
  const port = new URL(baseURL ?? '').port
  const nobody = await browser.newPage()
  await signIn(nobody, { username: 'nobody' })
  const nobodys = (await nobody.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await nobody.close()
  const agents = await (await page.request.get('/api/agents?limit=200')).json()
  const secrets: string[] = [audit.head.hash, 'lastKeepAlive', 'registerIp']
  for (const { name } of agents.items) if (name.length > 6) secrets.push(name)
  const asked = () => rollcall.demo.control.requests()
  const before = asked()
  let sent = 0
  for (const path of ['/', '/agents/demo/001', '/go', '/sessions', '/settings', '/audit', '/kiosks']) {
    for (const variant of spellingsOf(path)) {
      for (const cookie of ['', nobodys]) {
        for (const router of cookie === '' ? ROUTER : ROUTER.slice(0, 2)) {
          const headers = cookie === '' ? router : { ...router, cookie }
          const { status, body } = await raw(port, 'GET', variant, headers)
          sent++
          const what = `${variant} ${Object.keys(headers)} ${status}`
          expect(status, what).toBeLessThan(500)
          expect(
            secrets.filter((secret) => body.includes(secret)),
            what,
          ).toEqual([])
        }
      }
    }
  }
  for (const up of ['..%2f', '%2e%2e%2f', '..%5c', '../', '....//', '%252e%252e%252f']) {
    for (const start of ['/_next/static/', '/', '/api/', '/icon.svg/']) {
      const { status, body } = await raw(port, 'GET', `${start}${up.repeat(4)}package.json`)
      expect([status < 500, body.includes('"dependencies"')], start + up).toEqual([true, false])
    }
  }
  // None of it was worth a question to the manager; its passes go on meanwhile, and rights are read again.
  const { total, byRoute } = asked()
  const more = Object.keys(byRoute).filter((route) => byRoute[route] !== before.byRoute[route])
  expect(more.filter((route) => !BY_ITSELF.includes(route))).toEqual([])
  expect(total - before.total).toBeLessThan(sent / 2)
})

test('another site can neither change anything nor read anything with somebody’s cookie', async ({
  page,
  signIn,
  baseURL,
  expectConsole,
}) => {
  expectConsole(/Failed to load resource|CORS|Access-Control|blocked|ERR_/i)
  await signIn(page)
  const target = baseURL ?? ''
  const before = (await (await page.request.get('/api/summary')).json()).expectedDown
  const site = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title><body></body>')
  })
  await new Promise<void>((resolve) => site.listen(0, () => resolve()))
  const { port } = site.address() as AddressInfo
  const seen: { url: string; method: string; status: number }[] = []
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(target) && request.method() === 'POST') sent.push(request.url())
  })
  page.on('response', (response) => {
    const request = response.request()
    if (response.url().startsWith(target)) seen.push({ url: response.url(), method: request.method(), status: response.status() })
  })
  // Another port of this name is the same site, so the cookie goes along; another name is another site.
  for (const host of ['127.0.0.1', 'localhost']) {
    await page.goto(`http://${host}:${port}/`)
    const read = await page.evaluate(async (to) => {
      const body = JSON.stringify({ agents: ['demo/001'], reason: 'x', until: new Date(Date.now() + 3.6e6).toISOString() })
      const tries: Promise<unknown>[] = []
      for (const mode of ['cors', 'no-cors'] as const)
        for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
          for (const method of ['POST', 'DELETE'])
            for (const path of ['/api/marks', '/api/session', '/api/views', '/api/sessions'])
              tries.push(
                fetch(to + path, { method, mode, body, credentials: 'include', headers: { 'content-type': type } })
                  .then((answer) => answer.text())
                  .catch(() => ''),
              )
      for (const path of ['/api/agents', '/api/session', '/api/agents/export', '/api/audit'])
        tries.push(
          fetch(to + path, { credentials: 'include' })
            .then((answer) => answer.text())
            .catch(() => ''),
        )
      const texts = await Promise.all(tries)
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
        const frame = document.createElement('iframe')
        frame.name = `f${type}`
        const form = document.createElement('form')
        Object.assign(form, { action: `${to}/api/marks`, method: 'post', target: frame.name })
        form.enctype = type
        const field = document.createElement('input')
        Object.assign(field, { name: `${body.slice(0, -1)},"x":"`, value: '"}' })
        form.append(field)
        document.body.append(frame, form)
        form.submit()
      }
      const picture = new Image()
      await new Promise((resolve) => {
        picture.onload = picture.onerror = resolve
        picture.src = `${to}/api/agents/export`
      })
      return texts.filter((text) => text !== '')
    }, target)
    expect(read).toEqual([])
  }
  // What is not sent at all after the question beforehand is refused by the browser; plain ones and forms do arrive.
  await expect.poll(() => sent.length).toBeGreaterThan(20)
  expect(seen.filter(({ method, status }) => method !== 'GET' && method !== 'OPTIONS' && status !== 403)).toEqual([])
  expect(seen.filter(({ url, status }) => url.endsWith('/export') && status === 200)).toEqual([])
  expect((await page.request.get(`${target}/api/session`)).status()).toBe(200)
  expect((await (await page.request.get(`${target}/api/summary`)).json()).expectedDown).toBe(before)
  site.close()
})

test('nothing that a request says makes the dashboard ask another server', async ({ page, signIn, baseURL }) => {
  await signIn(page)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  let hits = 0
  const canary = http.createServer((_request, response) => {
    hits++
    response.end('hit')
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', () => resolve()))
  const there = `127.0.0.1:${(canary.address() as AddressInfo).port}`
  const port = new URL(baseURL ?? '').port
  const url = encodeURIComponent(`http://${there}/x`)
  const paths = [
    ...[
      `http://${there}/`,
      `//${there}/`,
      `/_next/image?url=${url}&w=64&q=75`,
      `/sign-in?next=${url}`,
      `/go?manager=${url}&id=1`,
    ],
    ...[`/api/agents?q=${url}`, `/api/agents/${url}/001`, `/\\${there}/`, `/@${there}/`, `/?view=${url}`],
  ]
  const hosts: readonly Record<string, string>[] = [
    ...[{ host: there }, { origin: `http://${there}` }, { referer: `http://${there}/` }, { 'x-forwarded-host': there }],
    ...[{ forwarded: `host=${there}` }, { 'next-url': `http://${there}/`, rsc: '1' }, { 'x-original-url': `http://${there}/` }],
    ...[{ connection: 'Upgrade', upgrade: 'websocket' }, { 'x-middleware-rewrite': `http://${there}/` }, { via: there }],
  ]
  for (const path of paths)
    for (const headers of [{}, ...hosts]) {
      const answer = await raw(port, 'GET', path, { cookie, ...headers })
      expect(answer.status, `${path} ${JSON.stringify(headers)}`).toBeLessThan(500)
      expect(answer.body).not.toBe('hit')
      const location = String(answer.headers['location'] ?? '/')
      expect(location.startsWith('/') && !location.startsWith('//'), location).toBe(true)
    }
  expect(hits).toBe(0)
  canary.close()
})

test('administrators see the settings and the audit log, others are told that they may not', async ({
  page,
  browser,
  signIn,
}) => {
  await signIn(page, { username: 'wazuh', to: '/settings' })
  await expect(page.getByRole('row', { name: /demo/ })).toContainText('trusted by its fingerprint')
  await expectAccessible(page)
  await page.getByRole('link', { name: /\d events?/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible()
  await page.getByLabel('What').selectOption('sign_in')
  await page.getByLabel('Person, address or object').fill('wazuh')
  await expect(page.getByRole('row').nth(1)).toContainText('wazuh')
  await expect(page.getByRole('row', { name: /Settings changed/ })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByLabel('When').selectOption('between two times…')
  await page.getByLabel('To', { exact: true }).fill('2020-01-01T10:00')
  await page.getByLabel('To', { exact: true }).press('Enter')
  await expect(page.getByText('This ends before it begins.')).toBeVisible()
  await page.getByLabel('From').fill('2019-01-01T10:00')
  await page.getByLabel('From').press('Enter')
  await page.reload()
  await expect(page.getByLabel('From')).toHaveValue('2019-01-01T10:00')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  // The first event of all: the newest hundred may be others.
  await page.getByLabel('What').selectOption('settings_changed')
  await expect(page.getByRole('row', { name: /Settings changed/ }).first()).toBeVisible()
  const other = await browser.newPage()
  await signIn(other, { username: 'analyst', to: '/audit' })
  await expect(other.getByRole('alert').filter({ hasText: 'Only administrators' })).toBeVisible()
  await other.close()
})
