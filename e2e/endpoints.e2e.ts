import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

/** Full passes keep to our budget of requests, so the next one may be a minute away. */
const FULL_PASS_MS = 240_000

const names = (page: Page) => page.getByRole('rowheader').locator('a').allTextContents()
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter' })

test.beforeEach(async ({ page, signIn }) => {
  await signIn(page)
  await expect(page.getByRole('rowheader').first()).toBeVisible()
})

test('shows every agent: counts, rows and the range say the same number', async ({ page }) => {
  const summary: { total: number; byStatus: Record<string, number> } = await (await page.request.get('/api/summary')).json()
  expect(summary.total).toBe(500)
  expect(Object.values(summary.byStatus).reduce((sum, count) => sum + count, 0)).toBe(500)
  await page.goto('/?gone=listed')
  await expect(page.getByText('1–100 of 500', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: `Disconnected ${summary.byStatus['disconnected']}` })).toBeVisible()
})

test('a count is a link that filters, and the rows are exactly those', async ({ page }) => {
  const link = page.getByRole('link', { name: /^Disconnected \d/ })
  const { total: count }: { total: number } = await (await page.request.get('/api/agents?q=status%3Ddisconnected&limit=1')).json()
  await link.click()
  await expect(page).toHaveURL(/q=status/)
  await expect(page.getByRole('cell', { name: 'Disconnected' })).toHaveCount(count)
  await expect(page.getByRole('cell', { name: 'Active', exact: true })).toHaveCount(0)
  // Who hears the page is told of this filter, not of the one before.
  await expect(page.getByRole('status').filter({ hasText: / active, \d+ not$/ })).toHaveText(
    new RegExp(`^${count}\\sendpoints, 0 active, ${count} not$`),
  )
})

test('a typed filter lands in the address, survives a reload and is taken back by Esc', async ({ page }) => {
  await page.keyboard.press('/')
  await expect(filter(page)).toBeFocused()
  await filter(page).fill('os.platform=windows')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/os\.platform/)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Edit: os.platform is windows' })).toBeVisible()
  await expect(filter(page)).toHaveValue('')
  await expect(page.getByRole('cell', { name: /^Windows/ }).first()).toBeVisible()
  await filter(page).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Conditions of the filter' })).toHaveCount(0)
  await expect(page).not.toHaveURL(/q=/)
})

test('what is typed while a link is still being followed is added to the link’s condition', async ({ page }) => {
  await page.evaluate(() => {
    const link = document.querySelector<HTMLElement>('nav[aria-label="Questions"] a[href*="disconnected"]')
    const input = document.querySelector<HTMLInputElement>('input[name="q"]')
    link?.click()
    input?.focus()
    document.execCommand('insertText', false, 'os.platform=windows')
  })
  await expect(page).toHaveURL(/q=status%3Ddisconnected\+and\+os\.platform%3Dwindows/)
  await expect(filter(page)).toHaveValue('os.platform=windows')
})

test('what is typed in the instant in which a link’s filter is drawn is added to it', async ({ page }) => {
  await page.evaluate(() => {
    const link = document.querySelector<HTMLElement>('nav[aria-label="Questions"] a[href*="disconnected"]')
    document.querySelector<HTMLInputElement>('input[name="q"]')?.focus()
    if (!link) return
    const drawn = new MutationObserver(() => {
      drawn.disconnect()
      document.execCommand('insertText', false, 'os.platform=windows')
    })
    drawn.observe(link, { attributeFilter: ['aria-current'] })
    link.click()
  })
  await expect(page).toHaveURL(/q=status%3Ddisconnected\+and\+os\.platform%3Dwindows/)
  await expect(filter(page)).toHaveValue('os.platform=windows')
})

test('a filter that can’t be read shows its place and a way out, and claims no rows', async ({ page, expectConsole }) => {
  expectConsole(/status of 400/)
  await page.goto('/?q=statsu%3Dactive')
  await expect(page.getByText('The filter can’t be read')).toBeVisible()
  await expect(page.getByRole('rowheader')).toHaveCount(0)
  await expect(filter(page)).toHaveValue('statsu=active')
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Use status/ }).click()
  await expect(page.getByRole('rowheader').first()).toBeVisible()
})

test('nothing matches looks different from nothing enrolled and clears with one press', async ({ page }) => {
  await page.goto('/?q=name%3Dno-agent-has-this-name')
  await expect(page.getByText('Nothing matches', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Clear the filter' }).click()
  await expect(page.getByText(/^1–100 of \d+$/)).toBeVisible()
})

test('sorts by a header both ways and says so to a reader', async ({ page }) => {
  await page.goto('/?cols=name%2Cid&gone=listed')
  const header = page.getByRole('columnheader', { name: 'ID' })
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.getByRole('row').nth(1)).toContainText('001')
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await expect(page.getByRole('row').nth(1)).toContainText('500')
})

test('the pages together are the whole list, forward and from the end', async ({ page }) => {
  await page.goto('/?gone=listed')
  await expect(page.getByText('1–100 of 500', { exact: true })).toBeVisible()
  const seen = new Set(await names(page))
  for (let n = 2; n <= 5; n++) {
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect(page.getByText(`${(n - 1) * 100 + 1}–${n * 100} of 500`, { exact: true })).toBeVisible()
    for (const name of await names(page)) seen.add(name)
  }
  expect(seen.size).toBe(500)
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(page.getByText('1–100 of 500', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Last page' }).click()
  await expect(page.getByText('401–500 of 500', { exact: true })).toBeVisible()
})

test('an agent’s own name is text, whatever it holds', async ({ page, rollcall }) => {
  const name = '<img src=x onerror=alert(1)>"\'&amp;{{7*7}}'
  page.on('dialog', () => expect('a dialog').toBe('none'))
  const id = rollcall.demo.control.addAgent({ name })
  await expect(async () => {
    await page.goto(`/?q=id%3D${id}`)
    await expect(page.getByRole('rowheader').getByRole('link')).toHaveText(name, { timeout: 5000 })
  }).toPass({ timeout: FULL_PASS_MS })
  expect(await page.locator('img').count()).toBe(0)
  rollcall.demo.control.removeAgent(id)
  await expect(async () => {
    const summary = await (await page.request.get('/api/summary')).json()
    expect(summary.total).toBe(500)
  }).toPass({ timeout: FULL_PASS_MS })
})

test('a change at the manager reaches the screen by itself', async ({ page, rollcall }) => {
  await page.goto('/?q=id%3D042')
  await expect(page.getByRole('rowheader')).toHaveCount(1)
  rollcall.demo.control.setAgent('042', { group_config_status: 'not synced' })
  await expect(page.getByRole('cell', { name: /^not in sync/ })).toBeVisible()
})

test('is accessible full, in both themes, and says how old its data is', async ({ page }) => {
  await expectAccessible(page, { everyRow: true })
  await expect(page.getByTestId('freshness')).toContainText('live')
})

test('fits from a small phone to a very wide screen without sideways scrolling', async ({ page }) => {
  for (const width of [320, 390, 640, 960, 1200, 1440, 1920, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    // What measures itself follows after the change of the window.
    await expect.poll(overflow, { message: `at ${width} px` }).toBe(0)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
})
