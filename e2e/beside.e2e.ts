import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

const links = (page: Page) => page.getByRole('rowheader').getByRole('link')
const beside = (page: Page) => page.getByRole('region', { name: /beside the list/ })

test('an endpoint opens beside the list, which stays where it is and is walked by keys', async ({ page, signIn, context }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected&sort=-name' })
  const third = links(page).nth(2)
  await expect(third).toBeVisible()
  const names = await links(page).allTextContents()
  // Above what keeps to the lower edge.
  await third.evaluate((link) => link.scrollIntoView({ block: 'center' }))
  const before = await third.boundingBox()
  await third.click()
  await expect(beside(page).getByRole('heading', { name: names[2] ?? '', exact: true })).toBeVisible()
  await expect(page).toHaveURL(/q=status%3Ddisconnected&sort=-name&open=demo%2F\d+/)
  await expect(beside(page)).toContainText(`3 of ${names.length}`)
  await expect(beside(page).getByRole('heading', { name: 'Sync' })).toBeVisible()
  await expect.poll(async () => Math.abs(((await third.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2)
  await expectAccessible(page)

  await page.keyboard.press('j')
  await expect(beside(page).getByRole('heading', { name: names[3] ?? '', exact: true })).toBeVisible()
  await expect(links(page).nth(3)).toBeFocused()
  await expect(page).toHaveURL(/q=status%3Ddisconnected&sort=-name&open=demo%2F\d+$/)
  await page.keyboard.press('k')
  await expect(beside(page)).toContainText(`3 of ${names.length}`)
  await page.keyboard.press('j')
  await expect(beside(page)).toContainText(`4 of ${names.length}`)
  // Also by keys that come before the step is drawn.
  await page.evaluate(() => {
    for (const key of ['k', 'Escape'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  })
  await expect(beside(page)).toHaveCount(0)
  await expect(page).toHaveURL(/\?q=status%3Ddisconnected&sort=-name$/)
  await expect(third).toBeFocused()

  await page.keyboard.press('o')
  await expect(beside(page)).toBeVisible()
  // What leaves the list takes no endpoint along that would stand beside it.
  await expect(beside(page).getByRole('link', { name: '7 d' })).toHaveAttribute('href', /^\/agents\/demo\/\d+\?range=7d$/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/agents\/demo\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(names[2] ?? '')
  await page.goBack()
  await expect(beside(page).getByRole('heading', { name: names[2] ?? '', exact: true })).toBeVisible()
  // A group that is followed from there filters the list beside it.
  await beside(page).getByRole('region', { name: 'Identity' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\?q=group%3D[^&]+&sort=-name&open=demo%2F\d+$/)
  await expect(beside(page).getByRole('heading', { name: names[2] ?? '', exact: true })).toBeVisible()
  await page.goBack()
  await page.goBack()
  await expect(beside(page)).toHaveCount(0)

  await expect(third).toHaveText(names[2] ?? '')
  const tab = context.waitForEvent('page')
  await third.click({ modifiers: ['ControlOrMeta'] })
  await expect((await tab).getByRole('heading', { level: 1 })).toHaveText(names[2] ?? '')
})

test('where there is no room beside the list the page of the endpoint opens', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await signIn(page)
  const name = (await links(page).first().textContent()) ?? ''
  await links(page).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await page.goto('/?open=demo%2F001')
  await expect(page).toHaveURL(/\/agents\/demo\/001$/)
})
