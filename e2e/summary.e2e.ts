import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

interface Bar {
  label: string
  total: number
  down: number
  term: string
}
interface Answer {
  total: number
  group: { bars: Bar[] }
  system: { bars: Bar[] }
}

const rail = (page: Page) => page.getByRole('navigation', { name: 'Breakdowns' })
const breakdowns = async (page: Page, q: string): Promise<Answer> =>
  (await page.request.get(`/api/breakdowns?${new URLSearchParams({ q })}`)).json()
const totalOf = async (page: Page, q: string): Promise<number> =>
  (await (await page.request.get(`/api/agents?${new URLSearchParams({ q, limit: '1' })}`)).json()).total
const filterOf = (page: Page) => new URL(page.url()).searchParams.get('q')

test.beforeEach(async ({ page, signIn }) => {
  await signIn(page)
  await expect(rail(page).getByRole('listitem').first()).toBeVisible()
})

test('a bar adds its condition, combines with what is there, and its opposite excludes', async ({ page }) => {
  const [group] = (await breakdowns(page, '')).group.bars
  if (!group) throw new Error('no group')
  await rail(page)
    .getByRole('link', { name: new RegExp(`^${group.label}\\b`) })
    .click()
  await expect.poll(() => filterOf(page)).toBe(group.term)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${group.total} of 500`)
  const [system] = (await breakdowns(page, group.term)).system.bars
  if (!system) throw new Error('no system')
  const bar = rail(page).getByRole('region', { name: 'Operating system' }).getByRole('listitem').filter({ hasText: system.label })
  await bar.first().hover()
  await bar
    .first()
    .getByRole('link', { name: /^Exclude/ })
    .click()
  await expect.poll(() => totalOf(page, filterOf(page) ?? '')).toBe(group.total - system.total)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${group.total - system.total} of 500`)
  const set = rail(page).getByRole('link', { name: new RegExp(`^${group.label}\\b`) })
  await expect(set).toHaveAttribute('aria-current', 'true')
  await set.click()
  await expect.poll(() => filterOf(page)).not.toContain(group.term)
})

test('every breakdown is whole: what is folded comes with one press, and all but groups add up', async ({ page }) => {
  const answer: Record<string, { bars: Bar[] }> & { total: number } = await (await page.request.get('/api/breakdowns')).json()
  for (const name of ['reason', 'sync', 'manager', 'node', 'version', 'system']) {
    expect(
      answer[name]?.bars.reduce((sum, { total }) => sum + total, 0),
      name,
    ).toBe(answer.total)
  }
  const section = rail(page).getByRole('region', { name: 'Agent version' })
  const more = section.getByRole('button', { name: /^Show \d+ more/ })
  if (await more.isVisible()) await more.click()
  await expect(section.getByRole('listitem')).toHaveCount(answer['version']?.bars.length ?? 0)
})

test('the breakdowns can be used with the keyboard, and skipped', async ({ page }) => {
  const first = rail(page).getByRole('listitem').first()
  await first.getByRole('link').first().focus()
  await page.keyboard.press('Tab')
  const exclude = first.getByRole('link', { name: /^Exclude/ })
  await expect(exclude).toBeFocused()
  await expect(exclude).toHaveCSS('opacity', '1')
  await page.keyboard.press('Enter')
  await expect.poll(() => filterOf(page)).toContain('reason!=')
  await page.getByRole('link', { name: 'Skip the breakdowns' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#list$/)
})

test('on a phone the breakdowns are folded away until asked for', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(rail(page)).toBeHidden()
  await page.getByRole('button', { name: /^Break down/ }).click()
  await expect(rail(page)).toBeVisible()
  await expectAccessible(page)
})

test('while a filter is set the counts are the filter’s, of the whole, and the chart waits behind one press', async ({
  page,
}) => {
  const whole: { byStatus: { disconnected: number } } = await (await page.request.get('/api/summary')).json()
  await page.goto('/?q=os.platform%3Dwindows')
  const own: { byStatus: { disconnected: number } } = await (
    await page.request.get('/api/summary?q=os.platform%3Dwindows')
  ).json()
  const cell = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Disconnected \d/ }) })
  await expect(cell.getByRole('link')).toContainText(String(own.byStatus.disconnected))
  await expect(cell).toContainText(`of ${whole.byStatus.disconnected}`)
  await expect(page.getByRole('heading', { name: /^Not reporting/ })).toBeHidden()
  await page.getByText('How it was for all endpoints, whatever the filter').click()
  await expect(page.getByRole('heading', { name: 'Not reporting, whatever the filter' })).toBeVisible()
})

test('the sentence has a level in words and leads to exactly those it counts', async ({ page }) => {
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toContainText(/^(Fine|Watch|Not fine|Unknown):/)
  const link = heading.getByRole('link')
  const queryOf = (href: string | null) => new URLSearchParams(href?.split('?')[1] ?? '').get('q') ?? ''
  // The fleet lives: between the answer on screen and ours one may have come back, and with a pass it may be another sentence.
  await expect(async () => {
    const { text, href } = await link.evaluate((one) => ({ text: one.textContent, href: one.getAttribute('href') }))
    const count = Number(/[\d,]+/.exec(text ?? '')?.[0]?.replaceAll(',', ''))
    expect(await totalOf(page, queryOf(href))).toBe(count)
  }).toPass()
  const followed = await link.evaluate((one) => {
    if (one instanceof HTMLElement) one.click()
    return one.getAttribute('href')
  })
  await expect.poll(() => filterOf(page)).toBe(queryOf(followed))
})

test('the share in sync is that of the active ones', async ({ page }) => {
  const q = 'status=active and sync="not synced"'
  const summary = page.getByRole('region', { name: 'Summary' })
  const cell = summary.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^In sync/ }) })
  // What a test before has changed may be read between the two.
  await expect(async () => {
    await expect(cell).toContainText(`${await totalOf(page, q)} not in sync`, { timeout: 1000 })
  }).toPass()
  await cell.getByRole('link', { name: /^In sync/ }).click()
  await expect(page).toHaveURL(/[?&]q=/)
  await expect(async () => expect(await totalOf(page, filterOf(page) ?? '')).toBe(await totalOf(page, q))).toPass()
})

test('many that go silent together become one sentence with what they share, above the list', async ({ page }) => {
  const rollcall = await startRollcall({ demo: { agents: 300, frozen: true } })
  try {
    await page.goto(`${rollcall.url}/sign-in`)
    await page.getByLabel('User name').fill('analyst')
    await page.getByLabel('Password').fill('analyst')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('1–100 of 300', { exact: true })).toBeVisible()
    const q = new URLSearchParams({ q: 'status=active and group=linux-servers', limit: '500' })
    const { items }: { items: { id: string }[] } = await (await page.request.get(`${rollcall.url}/api/agents?${q}`)).json()
    expect(items.length).toBeGreaterThan(50)
    const at = new Date(rollcall.demo.control.now()).toISOString().replace(/\.\d+/, '')
    for (const { id } of items) {
      rollcall.demo.control.setAgent(id, { status: 'disconnected', disconnection_time: at, status_code: 4 })
    }
    const heading = page.getByRole('heading', { level: 1 })
    await expect(heading).toContainText(/^Not fine: \d+ of \d+\sendpoints in linux-servers went silent together/)
    const together = page
      .getByRole('region', { name: 'Changed together' })
      .getByRole('listitem')
      .filter({ hasText: 'went silent together' })
    await together.first().getByRole('link').click()
    await expect(page.getByText(`1–${items.length} of ${items.length}`, { exact: true })).toBeVisible()
    await expectAccessible(page)
  } finally {
    await page.goto('about:blank')
    await rollcall.stop()
  }
})
