import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

// Looking for what is not accessible takes a browser seconds.
test.describe.configure({ mode: 'parallel' })

async function enter(page: Page, url: string) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('analyst')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

test('an empty manager says that nothing is enrolled and what comes next', async ({ page }) => {
  const rollcall = await startRollcall({ demo: { agents: 0 } })
  await enter(page, rollcall.url)
  await expect(page.getByRole('heading', { name: 'No endpoints yet' })).toBeVisible()
  await expect(page.getByText('Install an agent')).toBeVisible()
  await expectAccessible(page)
  await page.goto('about:blank')
  await rollcall.stop()
})

test('a manager that goes away leaves its last good data on screen, with its age and the reason', async ({
  page,
  expectConsole,
}) => {
  expectConsole(/status of 503/)
  const rollcall = await startRollcall({ demo: { agents: 300 } })
  await enter(page, rollcall.url)
  await expect(page.getByText('1–100 of 300', { exact: true })).toBeVisible()
  // Somebody is about to press a row: it stays below the pointer, whatever comes and goes above it.
  const row = page.locator('tbody > tr').nth(2)
  await row.hover()
  const notices = page.getByRole('region', { name: 'Notices' })
  const placeOf = async () => Math.round((await row.boundingBox())?.y ?? Number.NaN)
  const place = await placeOf()
  rollcall.demo.control.inject({ kind: 'broken', status: 503 })
  await expect(notices).toContainText('Next try')
  await expect.poll(placeOf).toBe(place)
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }))
  const lower = await placeOf()
  expect(lower).toBeGreaterThan(place)
  await row.hover()
  rollcall.demo.control.clearFaults()
  // The next try may be a minute away.
  await expect(notices).not.toContainText('Next try', { timeout: 240_000 })
  await expect.poll(placeOf).toBe(lower)

  await rollcall.demo.stop()
  await expect(page.getByTestId('freshness')).toContainText('manager unreachable')
  await expect(page.getByText('1–100 of 300', { exact: true })).toBeVisible()
  await expect(notices).toContainText('Next try')
  const colours = () =>
    page.locator('main .mark').evaluateAll((marks) => new Set(marks.map((one) => getComputedStyle(one).color)).size)
  await expect.poll(colours).toBe(1)
  await expect(page.getByRole('region', { name: 'Not reporting' })).toContainText('at the last reading')
  await expectAccessible(page)
  const answer = await page.request.post(`${rollcall.url}/api/session`, { data: { username: 'analyst', password: 'analyst' } })
  expect(answer.status()).toBe(503)
  expect((await answer.json()).detail).toContain('can’t check passwords now')
  await page.reload()
  await expect(page.getByText('1–100 of 300', { exact: true })).toBeVisible()
  await page.goto('about:blank')
  await rollcall.stop()
})

test('a first pass that runs says how far it is, shows the rows so far, and calls nothing complete', async ({ page }) => {
  const rollcall = await startRollcall({
    // Twenty pages: what is looked at below takes a busy machine less time than all of them.
    demo: { agents: 10_000, frozen: true },
    prepare: ({ control }) => control.inject({ kind: 'slow', ms: 6000, path: '/agents' }),
  })
  await enter(page, rollcall.url)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    /^Reading the manager for the first time: [\d,]+ of 10,000\.$/,
  )
  await expect(page.getByText('The counts are not complete yet.')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Reading main for the first time' })).toBeVisible()
  await expect(page.getByText('Not known yet: no pass is complete.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Outdated', exact: true })).toBeVisible()
  await expect(page.getByText('not watched yet')).toBeVisible()
  await expect(page.getByTestId('freshness')).toContainText('first pass')
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await expectAccessible(page)
  rollcall.demo.control.clearFaults()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^(Fine|Watch|Not fine):/)
  await page.goto('about:blank')
  await rollcall.stop()
})

test('a manager that is away at the start is said so, and nothing is drawn as empty', async ({ page }) => {
  const rollcall = await startRollcall({
    demo: { agents: 300 },
    prepare: ({ control }) => control.inject({ kind: 'broken', status: 503, path: '/agents' }),
  })
  await enter(page, rollcall.url)
  await expect(page.getByRole('heading', { name: 'Waiting for the first answer of main' })).toBeVisible()
  await expect(page.getByText('No endpoints yet')).toHaveCount(0)
  await expectAccessible(page)
  await page.goto('about:blank')
  await rollcall.stop()
})

for (const agents of [0, 1, 499, 500, 501, 10_001, 100_000]) {
  test(`the counts on screen are the manager’s own for ${agents} agents`, async ({ page }) => {
    const rollcall = await startRollcall({ demo: { agents, frozen: true, requestsPerMinute: 0 } })
    await enter(page, rollcall.url)
    const own = await managerSummary(rollcall.demo)
    await expect(async () => {
      const ours = await (await page.request.get(`${rollcall.url}/api/summary`)).json()
      expect(ours.managers[0].state).toBe('ok')
      expect({ ...ours.byStatus, total: ours.total }).toEqual({ ...own, unknown: 0 })
    }).toPass()
    await page.reload()
    if (agents > 0) {
      const shown = page.getByRole('link', { name: `Active ${own.active?.toLocaleString('en')}`, exact: true })
      await expect(shown).toBeVisible()
    }
    await page.goto('about:blank')
    await rollcall.stop()
  })
}

/** What the manager itself counts, asked with an account of its own. */
async function managerSummary(demo: { url: string; caPem: string }): Promise<Record<string, number>> {
  const { Agent, request } = await import('undici')
  const dispatcher = new Agent({ connect: { ca: demo.caPem } })
  const basic = Buffer.from('wazuh:wazuh').toString('base64')
  const login = await request(`${demo.url}/security/user/authenticate?raw=true`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    dispatcher,
  })
  const authorization = `Bearer ${await login.body.text()}`
  const answer = await request(`${demo.url}/agents/summary/status`, { headers: { authorization }, dispatcher })
  const body = (await answer.body.json()) as { data: { connection: Record<string, number> } }
  await dispatcher.close()
  return body.data.connection
}
