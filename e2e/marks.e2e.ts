import { expect, expectAccessible, test } from './fixtures.ts'

// Looking for what is not accessible takes a browser seconds.
test.describe.configure({ timeout: 120_000 })

test.afterEach(async ({ page }) => {
  await page.request.post('/api/marks/end', { data: { q: 'expected=true' } })
})

test('endpoints that match are marked, leave the alarm, are counted, and the mark is ended', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const { total }: { total: number } = await (await page.request.get('/api/summary?q=status%3Ddisconnected')).json()
  await page.getByRole('button', { name: 'Mark as expected down' }).click()
  const panel = page.getByRole('dialog', { name: 'Mark as expected down' })
  await expect(panel.getByText(`${total} endpoints that match now`)).toBeVisible()
  await panel.getByLabel('Reason').fill('Site is moving')
  await panel.getByLabel('Until').selectOption('3 days')
  await expectAccessible(page)
  await panel.getByRole('button', { name: `Mark ${total} endpoints` }).click()
  await expect(panel.getByText(`${total} endpoints marked.`)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(/^Expected down: Site is moving · until .+ · marked by analyst/).first()).toBeAttached()
  await expectAccessible(page)

  await page.goto('/?view=all')
  await expect(page.getByRole('link', { name: `Expected down ${total}` })).toBeVisible()
  const { alarm }: { alarm: { parts: { kind: string; count?: number }[] } } = await (await page.request.get('/api/events')).json()
  expect(alarm.parts.find(({ kind }) => kind === 'expected')?.count).toBe(total)
  await page.getByRole('link', { name: `Expected down ${total}` }).click()
  await expect(page).toHaveURL(/expected/)

  const own = await page.getByRole('rowheader').getByRole('link').first().getAttribute('href')
  await page.goto(own ?? '')
  await expect(page).toHaveURL(/\/agents\//)
  await expect(page.getByRole('button', { name: 'End it now' })).toBeVisible()
  await expect(page.getByText(/^Expected down: Site is moving/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'End it now' }).click()
  await expect(page.getByText('The mark has ended.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mark as expected down' })).toBeVisible()
  const { expectedDown }: { expectedDown: number } = await (await page.request.get('/api/summary')).json()
  expect(expectedDown).toBe(total - 1)
})

test('selected rows are marked, and somebody with fewer rights marks no more than they see', async ({ page, signIn }) => {
  await signIn(page, { username: 'branch' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await page.getByRole('rowheader').nth(0).getByRole('checkbox').check({ force: true })
  await page.getByRole('rowheader').nth(1).getByRole('checkbox').check({ force: true })
  await page.locator('.selected').getByRole('button', { name: 'Mark as expected down' }).click()
  const panel = page.getByRole('dialog', { name: 'Mark as expected down' })
  await panel.getByLabel('Reason').fill('Laptops of the branch')
  await panel.getByRole('button', { name: 'Mark 2 endpoints' }).click()
  await expect(panel.getByText('2 endpoints marked.')).toBeVisible()
  await panel.getByRole('button', { name: 'End the marks there are' }).click()
  await expect(panel.getByText('2 marks have ended.')).toBeVisible()
  const { total }: { total: number } = await (await page.request.get('/api/summary')).json()
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const all = await page.request.post('/api/marks', { data: { q: '', reason: 'all of mine', until } })
  expect(await all.json()).toEqual({ agents: total, missing: 0 })
  const other = await page.request.post('/api/marks', {
    data: { q: 'not (group=branch-north or group=branch-south)', reason: 'x', until },
  })
  expect(other.status()).toBe(404)
})
