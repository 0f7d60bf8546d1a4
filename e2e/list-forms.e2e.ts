import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

const rows = (page: Page) => page.getByRole('rowheader')
/** What measures itself follows after a change of the window. */
const expectNoOverflow = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)

test.beforeEach(async ({ page, signIn }) => {
  await signIn(page)
  await expect(rows(page).first()).toBeVisible()
})

test('keeps head and names in sight where it is wider than the page, which does not scroll sideways', async ({ page }) => {
  await page.goto('/?cols=status,since,reason,sync,groups,system,version,heard,ip,node,manager,registered,expected,day')
  const list = page.locator('.list')
  const [head, name] = [page.getByRole('columnheader', { name: 'Name' }), rows(page).nth(60)]
  const scrolled = () =>
    list.evaluate((element) => {
      element.scrollTo(400, 1800)
      return element.scrollLeft
    })
  await expect.poll(scrolled).toBeGreaterThan(100)
  await name.scrollIntoViewIfNeeded()
  await expect(async () => {
    const [frame, top, left] = [await list.boundingBox(), await head.boundingBox(), await name.boundingBox()]
    expect(Math.round(top?.y ?? 0)).toBe(Math.round(frame?.y ?? -1))
    expect(Math.round(left?.x ?? 0)).toBe(Math.round(frame?.x ?? -1))
  }).toPass()
  expect(await list.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100)
  await expectNoOverflow(page)
  await expectAccessible(page)
})

test('on a phone a press on a row selects it, and chosen columns stand below', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Done' })).toBeVisible()
  const [first = ''] = await rows(page).locator('a').allTextContents()
  await page.getByRole('row').nth(1).click()
  await expect(page.getByText('1 endpoint selected')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `Select ${first}`, exact: true })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Columns and density' }).click()
  await page.getByRole('checkbox', { name: 'Version' }).click()
  await expect(page).toHaveURL(/version/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.locator('.agents td[data-label="Version"]').first()).toBeVisible()
  await expectNoOverflow(page)
})

test('on paper has its rows, what they are and their address, and nothing to press', async ({ page }) => {
  await page.goto('/?q=os.platform%3Dwindows')
  await expect(rows(page).first()).toBeVisible()
  await page.setViewportSize({ width: 1000, height: 700 })
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText(/^Endpoints 1–\d+ of \d+, as of /)).toBeVisible()
  await expect(page.getByText(/\/\?q=os\.platform%3Dwindows$/)).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
  for (const role of ['navigation', 'combobox'] as const)
    await expect(page.getByRole(role).filter({ visible: true })).toHaveCount(0)
  // A condition is a button that reads as its words.
  await expect(page.getByRole('button').filter({ visible: true })).toHaveText(['os.platform is windows'])
  await expectNoOverflow(page)
})

test('copies its link also where the browser has no clipboard for pages', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await page.goto('/')
  await expect(rows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Copy link to this list' }).click()
  await expect(page.getByText('Link copied')).toBeAttached()
  await page.getByRole('combobox', { name: 'Filter' }).focus()
  await page.keyboard.press('Control+v')
  // The bare address would be somebody else's own default view.
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue(`${new URL(page.url()).origin}/?view=all`)
})
