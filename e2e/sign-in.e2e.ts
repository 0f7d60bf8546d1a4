import { expect, expectAccessible, test } from './fixtures.ts'

const REFUSED = /status of (401|403|429)/

test('whoever is not signed in is led to the sign-in page and back to where they wanted to go', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected', anew: true })
  await expect(page).toHaveURL(/q=status/)
})

test('a link to another site is not followed after sign-in', async ({ page, signIn, baseURL }) => {
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example/']) {
    // A page that still asks for news would meet the 401 and go to the sign-in by itself.
    await page.goto('about:blank')
    await page.context().clearCookies()
    await signIn(page, { to: `/sign-in?next=${encodeURIComponent(next)}`, anew: true })
    expect(new URL(page.url()).origin).toBe(baseURL)
  }
})

test('a wrong password is said in a sentence, and the page is usable with a keyboard and a reader', async ({
  page,
  expectConsole,
}) => {
  expectConsole(REFUSED)
  await page.goto('/sign-in')
  await expectAccessible(page)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('not-it')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'does not accept this name and password' })).toBeVisible()
  await expect(page.getByLabel('Password')).toBeFocused()
  await expectAccessible(page)
})

test('an account that may not read every agent is refused and told why', async ({ page, expectConsole }) => {
  expectConsole(REFUSED)
  for (const username of ['branch', 'nobody']) {
    await page.goto('/sign-in')
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill(username)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'may not read every agent' })).toBeVisible()
  }
})

test('the demo’s accounts stand on its sign-in page and fill the form', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Use analyst' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Endpoints' })).toBeVisible()
})

test('signing out ends the session on the server too', async ({ page, signIn, expectConsole }) => {
  expectConsole(REFUSED)
  await signIn(page, { anew: true })
  const cookies = await page.context().cookies()
  await page.getByRole('button', { name: 'Account: analyst' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  await page.context().addCookies(cookies)
  expect((await page.request.get('/api/session')).status()).toBe(401)
})
