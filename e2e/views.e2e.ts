import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

const openViews = async (page: Page) => {
  await page.getByRole('button', { name: 'Saved views' }).click()
  await expect(page.getByRole('dialog', { name: 'Saved views' }).getByRole('link', { name: 'All endpoints' })).toBeVisible()
}
const ready = (page: Page) => expect(page.getByRole('rowheader').first()).toBeVisible()

/** Views of one test are none of the next one's. */
test.afterEach(async ({ page }) => {
  const { views }: { views: { id: string; own: boolean }[] } = await (await page.request.get('/api/views')).json()
  for (const { id } of views.filter(({ own }) => own)) await page.request.delete(`/api/views/${id}`)
})

test('a list is kept under a name, becomes the start, and the plain list stays reachable', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=os.platform%3Dwindows&sort=-lastKeepAlive' })
  await ready(page)
  await openViews(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save this list as a view' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Windows, latest first')
  await page.getByLabel('Start with this view').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page).toHaveURL(/view=/)
  await expect(page.getByRole('button', { name: 'Saved views' })).toContainText('Windows, latest first')

  await page.goto('/')
  await expect(page).toHaveURL(/q=os\.platform/)
  await expect(page).toHaveURL(/sort=-lastKeepAlive/)
  await ready(page)
  await openViews(page)
  await page.getByRole('link', { name: 'All endpoints' }).click()
  await expect(page.getByText(/^1–100 of/).first()).toBeVisible()
  await page.reload()
  await ready(page)
  await expect(page).not.toHaveURL(/q=/)

  // Also when it is pressed before the views have come.
  let come = (): void => undefined
  const coming = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route('**/api/views', (route) => coming.then(() => route.continue()))
  await openViews(page)
  await page.getByRole('button', { name: 'Start with All endpoints' }).click()
  come()
  await expect(page.getByRole('button', { name: 'Start with All endpoints' })).toHaveAttribute('aria-pressed', 'true')
  await page.goto('/')
  await ready(page)
  await expect(page).not.toHaveURL(/q=/)
})

test('a view that was changed says so, takes the change over, and is removed', async ({ page, signIn }) => {
  await signIn(page)
  const made = await page.request.post('/api/views', { data: { name: 'Down', q: 'status=disconnected' } })
  const { id }: { id: string } = await made.json()
  await page.goto(`/?q=status%3Ddisconnected&view=${id}`)
  await ready(page)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').first().click()
  const menu = page.getByRole('button', { name: 'Saved views' })
  await expect(menu).toContainText('Down · changed')
  await openViews(page)
  await page.getByRole('button', { name: 'Save changes to Down' }).click()
  await expect(page.getByText('Down is saved.')).toBeVisible()
  const { views }: { views: { sort: string }[] } = await (await page.request.get('/api/views')).json()
  expect(views[0]?.sort).toBe('-name')
  await page.getByRole('button', { name: 'Change Down' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('Down is removed.')).toBeVisible()
})

test('a view keeps that those gone for long are listed, and the palette goes to it', async ({ page, signIn }) => {
  await signIn(page, { to: '/?gone=listed' })
  await ready(page)
  await openViews(page)
  await page.getByRole('button', { name: 'Save this list as a view' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Really everything')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page).toHaveURL(/gone=listed&view=/)
  const [href] = [page.url()]
  await page.goto('/agents/demo/001')
  await expect(page.getByText('Agent ID')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('really')
  await page.getByRole('option', { name: /^Really everything/ }).click()
  await expect(page).toHaveURL(href)
  await expect(page.getByRole('button', { name: 'Saved views' })).toContainText('Really everything')
})

test('a shared view shows others the rows of their own rights, and refuses their changes', async ({
  page,
  signIn,
  browser,
  baseURL,
  sessions,
}) => {
  await signIn(page)
  const made = await page.request.post('/api/views', { data: { name: 'Everything of ours', q: 'status!=unknown', shared: true } })
  const { id }: { id: string } = await made.json()
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const branch = await context.newPage()
  await signIn(branch, { username: 'branch' })
  await ready(branch)
  await openViews(branch)
  await branch.getByRole('link', { name: /Everything of ours by analyst/ }).click()
  await expect(branch).toHaveURL(new RegExp(`view=${id}`))
  await expect(branch.getByText(/ in your scope$/).first()).toBeVisible()
  await expect(branch.getByRole('button', { name: 'Change Everything of ours' })).toHaveCount(0)
  expect((await branch.request.patch(`/api/views/${id}`, { data: { name: 'Mine' } })).status()).toBe(403)
  expect((await branch.request.delete(`/api/views/${id}`)).status()).toBe(403)
  expect(sessions.size).toBeGreaterThan(1)
  await context.close()
})

test('a name that is taken is refused in words, at the form', async ({ page, signIn, expectConsole }) => {
  expectConsole(/status of 409/)
  await signIn(page)
  await page.request.post('/api/views', { data: { name: 'Mine' } })
  await page.goto('/?view=all')
  await ready(page)
  await openViews(page)
  await page.getByRole('button', { name: 'Save this list as a view' }).click()
  await page.getByLabel('Name', { exact: true }).fill('MINE')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/already\. Choose another name/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Saved views' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Saved views' })).toBeFocused()
})
