import { expect, expectAccessible, test } from './fixtures.ts'

test.use({ changesFleet: true })

test('the history leads to a moment by keyboard, marks it, and has a table for every range', async ({ page, signIn }) => {
  await signIn(page, { to: '/agents/demo/001' })
  const strip = page.getByRole('slider', { name: /^Moment of the history/ })
  await strip.focus()
  await page.keyboard.press('Home')
  await expect(strip).toHaveAttribute('aria-valuetext', /Before our history began$/)
  await page.keyboard.press('End')
  await expect(strip).toHaveAttribute('aria-valuetext', /: (Active|Down|Pending|Not certain|No data)$/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/agents\/demo\/001\?at=/)
  await expect(page.locator('#moment')).toHaveText(/^(Connected|Not |Starting)/)
  await expect(page.locator('.timeline .here')).toHaveText(/This moment/)
  await page.getByRole('link', { name: '1 y' }).click()
  await page.getByRole('link', { name: 'Table', exact: true }).click()
  await expect(page).toHaveURL(/at=.*range=1y&view=table/)
  await expect(page.getByRole('table', { name: /last year/ })).toContainText('Before our history began')
  await expect(page.getByRole('table').filter({ hasText: 'Period' })).toContainText(/24 h\s*recorded since/)
  await expectAccessible(page)
})

test('an endpoint that was removed keeps its history', async ({ page, signIn, rollcall, expectConsole }) => {
  expectConsole(/status of 404/)
  await signIn(page)
  rollcall.demo.control.removeAgent('088')
  // Who went is known after a full pass, and those keep to a share of the time.
  await expect.poll(async () => (await page.request.get('/api/agents/demo/088')).status(), { timeout: 240_000 }).toBe(404)
  await page.goto('/agents/demo/088')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/was removed$/)
  await expect(page.locator('.timeline')).toContainText('Removed')
  await expect(page.getByRole('slider', { name: /^Moment of the history/ })).toBeVisible()
  await expectAccessible(page)
})
