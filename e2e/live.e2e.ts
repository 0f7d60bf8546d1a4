import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

test.describe.configure({ mode: 'parallel' })

const streams = (page: Page) => {
  const seen: string[] = []
  page.on('request', (request) => request.url().endsWith('/api/live') && seen.push(request.url()))
  return seen
}
/** Times at which the page asked for its counts. */
const asked = (page: Page) => {
  const seen: number[] = []
  page.on('request', (request) => request.url().includes('/api/summary') && seen.push(Date.now()))
  return seen
}
const asOf = async (page: Page) => {
  const answer: { managers: { lastSyncAt: string }[] } = await (await page.request.get('/api/summary')).json()
  return answer.managers[0]?.lastSyncAt ?? ''
}

test('tabs of a browser share one stream, and another takes over when its tab closes', async ({ page, context, signIn }) => {
  const all = [streams(page)]
  await signIn(page)
  await expect.poll(() => all.flat().length).toBe(1)
  const others: Page[] = []
  for (let n = 0; n < 7; n++) {
    const tab = await context.newPage()
    all.push(streams(tab))
    await tab.goto('/')
    await expect(tab.getByRole('rowheader').first()).toBeVisible()
    others.push(tab)
  }
  expect(all.flat()).toHaveLength(1)
  const asking = asked(others[6] ?? page)
  await page.close()
  await expect.poll(() => all.flat().length).toBe(2)
  const before = asking.length
  await expect.poll(() => asking.length).toBeGreaterThan(before)
})

/** No timer of a page that takes longer than this ever ends. */
const TURN_MOST_MS = 1500

test('each pass is on screen by the stream that tells of it, not by a turn of the page itself', async ({ page, signIn }) => {
  await page.addInitScript((most) => {
    for (const name of ['setTimeout', 'setInterval'] as const) {
      const start: (work: () => void, ms?: number, ...rest: unknown[]) => unknown = window[name].bind(window)
      const short: typeof start = (work, ms = 0, ...rest) => (ms > most ? 0 : start(work, ms, ...rest))
      Object.assign(window, { [name]: short })
    }
  }, TURN_MOST_MS)
  await signIn(page)
  const shown = async () =>
    Date.parse(
      (await page
        .locator('#list time')
        .filter({ hasText: /^as of/ })
        .getAttribute('datetime')) ?? '',
    )
  const read = async () => Date.parse((await (await page.request.get('/api/summary')).json()).asOf)
  for (let pass = 0; pass < 3; pass++) {
    const known = await shown()
    await expect.poll(read).toBeGreaterThan(known)
    const latest = await read()
    await expect.poll(shown).toBeGreaterThanOrEqual(latest)
  }
})

test('a paused page does not move, says since when, and catches up at once', async ({ page, signIn }) => {
  await page.clock.install()
  await signIn(page, { to: '/?q=id%3D001' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await page.getByRole('button', { name: 'Pause updates' }).click()
  await expect(page.getByTestId('paused')).toContainText('paused')
  await expectAccessible(page)
  const asking = asked(page)
  const known = await asOf(page)
  await expect.poll(() => asOf(page)).not.toBe(known)
  // Nor when it would ask for safety's sake beside a stream.
  await page.clock.fastForward('01:30')
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve(null))))
  expect(asking).toEqual([])
  await page.getByRole('button', { name: 'Resume updates' }).click()
  await expect.poll(() => asking.length).toBeGreaterThan(0)
  await expect(page.getByTestId('freshness')).toContainText('live')
})

test('a page that is held while it asks by itself lets no turn pass that was set before', async ({
  page,
  signIn,
  expectConsole,
}) => {
  expectConsole(/status of 429/)
  await page.clock.install()
  await page.route('**/api/live', (route) => route.fulfill({ status: 429, body: '' }))
  await signIn(page, { to: '/?q=id%3D001' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  // Later than it can be by the time this is done.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000))
  await page.getByRole('button', { name: 'Pause updates' }).click()
  const asking = asked(page)
  const report = page.waitForRequest('**/api/sync')
  await page.clock.runFor(5000)
  await report
  // Requests are heard of in their order.
  await page.evaluate(() => fetch('/api/health'))
  expect(asking).toEqual([])
})

test('a page asks by itself while no stream can be had, and takes one when it can', async ({ page, signIn, expectConsole }) => {
  expectConsole(/status of 429/)
  await page.route('**/api/live', (route) => route.fulfill({ status: 429, body: '' }))
  const asking = asked(page)
  await signIn(page)
  await expect.poll(() => asking.length).toBeGreaterThan(2)
})

test('a stream ends within seconds of its session, and so does the page', async ({ page, signIn, expectConsole }) => {
  expectConsole(/status of 401/)
  await signIn(page, { anew: true })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const { origin } = new URL(page.url())
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const response = await fetch(`${origin}/api/live`, { headers: { cookie } })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  // An event may come in pieces.
  const readUntil = async (isEnough: () => boolean) => {
    for (let next = await reader?.read(); next && !next.done; next = isEnough() ? undefined : await reader?.read())
      text += next.value
  }
  await readUntil(() => text.includes('event: hello'))
  expect(text).toContain('event: hello')
  await fetch(`${origin}/api/session`, { method: 'DELETE', headers: { cookie, origin } })
  await readUntil(() => false)
  expect(text).toContain('"why":"session"')
  await expect(page).toHaveURL(/sign-in/)
})
