import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

test.describe.configure({ mode: 'parallel' })

const plot = (page: Page) => page.locator('.plot .recharts-surface').first()

test.beforeEach(async ({ page, signIn }) => {
  await signIn(page)
  await expect(plot(page)).toBeVisible()
})

test('the table says what the drawing shows, and both are accessible', async ({ page }) => {
  await expectAccessible(page)
  await page.getByRole('navigation', { name: 'Time shown' }).getByRole('link', { name: 'Table' }).click()
  await expect(page).toHaveURL(/chart=table/)
  const answer: { points: { notReporting: number | null; total: number | null }[] } = await (
    await page.request.get('/api/evolution?from=24h')
  ).json()
  const last = answer.points.at(-1)
  const row = page
    .getByRole('table', { name: /^Endpoints not reporting/ })
    .getByRole('row')
    .nth(1)
  await expect(row.getByRole('cell').first()).toContainText(String(last?.notReporting))
  await expect(row).toContainText(String(last?.total))
  await expectAccessible(page)
})

test('a range and a drawn stretch stand in the address and survive a reload', async ({ page }) => {
  await page.getByRole('link', { name: '7 d', exact: true }).click()
  await expect(page).toHaveURL(/span=7d/)
  // Drawn anew while something is being drawn on it, it would move away below the pointer.
  await expect(page.locator('figure.plot')).toHaveAttribute('aria-busy', 'false')
  await expect(plot(page)).toBeVisible()
  await plot(page).scrollIntoViewIfNeeded()
  const box = await plot(page).boundingBox()
  if (!box) throw new Error('no drawing')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.3, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.45, y, { steps: 4 })
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
  await page.mouse.up()
  await expect(page).toHaveURL(/span=\d{4}-/)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Not reporting' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Time shown' }).locator('[aria-current]')).toHaveCount(0)
  await page.getByRole('link', { name: '24 h', exact: true }).click()
  await expect(page).not.toHaveURL(/span=/)
})

test('a moment lists what changed around it, from the drawing and from the table', async ({ page, rollcall }) => {
  rollcall.demo.control.setAgent('077', { group_config_status: 'not synced' })
  await expect(async () => {
    const now = new Date().toISOString()
    const { items }: { items: { id: string }[] } = await (
      await page.request.get(`/api/changes?${new URLSearchParams({ at: now, window: '1h', limit: '500' })}`)
    ).json()
    expect(items.map(({ id }) => id)).toContain('077')
  }).toPass()
  await page.goto('/?span=1h&chart=table')
  await page
    .getByRole('link', { name: /^Show what changed around/ })
    .first()
    .click()
  const list = page.getByRole('region', { name: /^What changed around/ })
  await expect(list.getByRole('listitem').filter({ hasText: 'Sync: ' }).first()).toBeVisible()
  await expectAccessible(page)
  await list.getByRole('link', { name: 'Close' }).click()
  await expect(list).toHaveCount(0)
  await page.goto('/')
  await expect(plot(page)).toBeVisible()
  const box = await plot(page).boundingBox()
  if (!box) throw new Error('no drawing')
  await plot(page).hover({ position: { x: box.width * 0.4, y: box.height / 2 } })
  await expect(page.locator('.tip')).toBeVisible()
  await plot(page).click({ position: { x: box.width * 0.5, y: box.height / 2 } })
  await expect(page.getByRole('region', { name: /^What changed around/ })).toBeVisible()
})

test('the list is there before the chart’s code, and all of it stays within its budget', async ({ page, browser, baseURL }) => {
  // A context of its own has nothing of it in its cache.
  const context = await browser.newContext()
  await context.addCookies(await page.context().cookies())
  const fresh = await context.newPage()
  await fresh.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('tbody th a')) return
      performance.mark('list')
      observer.disconnect()
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await fresh.goto(`${baseURL}/`)
  await expect(plot(fresh)).toBeVisible()
  const { before, all } = await fresh.evaluate(() => {
    const listAt = performance.getEntriesByName('list')[0]?.startTime ?? 0
    const scripts = performance
      .getEntriesByType('resource')
      .flatMap((entry) => (entry instanceof PerformanceResourceTiming && entry.name.endsWith('.js') ? [entry] : []))
    const kilobytes = (of: typeof scripts) => of.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024
    return { before: kilobytes(scripts.filter(({ startTime }) => startTime <= listAt)), all: kilobytes(scripts) }
  })
  process.stdout.write(`JavaScript before the list ${before.toFixed(0)} KB, altogether ${all.toFixed(0)} KB\n`)
  expect(before).toBeGreaterThan(50)
  expect(before).toBeLessThanOrEqual(220)
  expect(all).toBeGreaterThan(before)
  expect(all).toBeLessThanOrEqual(350)
  await context.close()
})
