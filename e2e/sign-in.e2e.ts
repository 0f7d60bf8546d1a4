import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

test.describe.configure({ mode: 'parallel' })

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
  inTurn,
  expectConsole,
}) => {
  expectConsole(REFUSED)
  await page.goto('/sign-in')
  await expectAccessible(page)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('not-it')
  await inTurn(async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: 'does not accept this name and password' })).toBeVisible()
  })
  await expect(page.getByLabel('Password')).toBeFocused()
  await expectAccessible(page)
})

test('an account with limited rights sees its part, called a part, and nothing of the rest', async ({
  page,
  signIn,
  expectConsole,
}) => {
  expectConsole(/status of 404/)
  await signIn(page, { username: 'branch' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const list = await (await page.request.get('/api/agents?limit=500')).json()
  expect(list.total).toBeGreaterThan(0)
  expect(list.total).toBeLessThan(500)
  for (const { groups } of list.items) expect(groups.some((group: string) => group.startsWith('branch-'))).toBe(true)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${list.total} endpoints in your scope`)
  await expect(page.getByText(`1–${list.total} of ${list.total} in your scope`, { exact: true })).toBeVisible()
  await expect(page.getByRole('main').getByText('Your account sees the endpoints of branch-north and branch-south')).toBeVisible()
  await expect(page.getByTestId('freshness')).toContainText('live')
  await expectAccessible(page)
  for (const path of ['/api/sync', '/api/summary', '/api/agents', '/api/session'])
    expect(await (await page.request.get(path)).text(), path).not.toMatch(/\b500\b/)
  expect(await page.locator('body').innerText()).not.toMatch(/\b500\b/)
  const seen = new Set(list.items.map(({ id }: { id: string }) => id))
  const hidden = Array.from({ length: 500 }, (_, i) => String(i + 1).padStart(3, '0')).find((id) => !seen.has(id)) ?? ''
  const bodyOf = async (id: string) => {
    const answer = await page.request.get(`/api/agents/demo/${id}`)
    const { requestId: _, ...body } = await answer.json()
    return body
  }
  expect(await bodyOf(hidden)).toEqual(await bodyOf('99999'))
  await page.goto(`/agents/demo/${hidden}`)
  await expect(page.getByRole('heading', { name: `No endpoint ${hidden} on demo` })).toBeVisible()
})

test('an account without rights signs in and is told so, not shown an empty list', async ({ page, signIn, expectConsole }) => {
  expectConsole(/status of 403/)
  await signIn(page, { username: 'nobody' })
  await expect(page.getByRole('heading', { name: 'You may not see endpoints on demo' })).toBeVisible()
  await expect(page.getByRole('rowheader')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Copy for your administrator' })).toBeVisible()
  await expectAccessible(page)
  for (const path of ['/api/agents', '/api/summary', '/api/agents/demo/001', '/api/agents/demo/99999']) {
    const answer = await page.request.get(path)
    expect(answer.status(), path).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'no_permission' })
  }
})

/** What is promised is a minute, which test/person-rights.test.ts holds against a clock; a busy machine comes later. */
const SOON = { timeout: 240_000 }

test('rights that are lost while somebody looks show by themselves, and so do new ones', async ({
  page,
  signIn,
  rollcall,
  expectConsole,
}) => {
  expectConsole(/status of 403/)
  const read = (...resources: string[]) => [
    { id: 900, name: 'test', actions: ['agent:read', 'group:read'], resources, effect: 'allow' as const },
  ]
  const { control } = rollcall.demo
  // An account of this test alone: what a session of another test has read of its rights would outlive them.
  const account = 'fickle'
  control.setPolicies(account, read('agent:group:branch-north', 'agent:group:branch-south'))
  await signIn(page, { username: account, anew: true })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  control.setPolicies(account, [])
  await expect(page.getByRole('heading', { name: 'You may not see endpoints on demo' })).toBeVisible(SOON)
  await expect(page.getByRole('rowheader')).toHaveCount(0)
  control.setPolicies(account, read('agent:group:branch-north', 'group:id:branch-north'))
  await expect(page.getByRole('main').getByText('Your account sees the endpoints of branch-north;')).toBeVisible(SOON)
})

test('the demo’s accounts stand on its sign-in page and fill the form; what comes over plain HTTP says so', async ({
  page,
  inTurn,
}) => {
  await page.goto('/sign-in')
  const warning = page.getByText('this page came over plain HTTP')
  // This machine itself is no way that anybody could listen on.
  await expect(warning).toHaveCount(0)
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await page.reload()
  await expect(warning).toBeVisible()
  await page.getByRole('button', { name: 'Use analyst' }).click()
  await inTurn(async () => {
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Endpoints', exact: true })).toBeVisible()
  })
  await expect(warning).toBeVisible()
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

test('what is wrong with accounts is told to administrators only, and what ours hides to everybody', async ({ page }) => {
  const rollcall = await startRollcall({ demo: { agents: 100 }, env: { MANAGER_USER: 'wazuh', MANAGER_PASSWORD: 'wazuh' } })
  const notices = page.getByRole('region', { name: 'Notices' })
  await page.goto(`${rollcall.url}/sign-in`)
  await enter(page, 'wazuh')
  await expect(notices.getByText('Rollcall’s account at main may do more than read:')).toBeVisible()
  await expect(notices.getByText('Rollcall’s account at main has its first password:')).toBeVisible()
  await expect(notices.getByText('You signed in with a password that every new manager has:')).toBeVisible()
  await expectAccessible(page)
  // A page that still asks for news would meet the 401 and go to the sign-in by itself.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto(`${rollcall.url}/sign-in`)
  await enter(page, 'analyst')
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await expect(notices.getByText(/more than read|password/)).toHaveCount(0)
  expect((await (await page.request.get(`${rollcall.url}/api/sync`)).json()).managers[0].account).toEqual({
    hidden: [],
    excess: [],
    defaultPassword: false,
  })
  await page.goto('about:blank')
  await rollcall.stop()
})

test('a session whose password the manager takes no more ends, and the sign-in page says why', async ({
  page,
  expectConsole,
}) => {
  expectConsole(REFUSED)
  const rollcall = await startRollcall({ demo: { agents: 100 } })
  await page.goto(`${rollcall.url}/sign-in`)
  await enter(page, 'branch')
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  rollcall.demo.control.applyPolicies({ users: [{ username: 'branch', password: 'another-one' }] })
  rollcall.demo.control.expireTokens()
  await expect(page).toHaveURL(/sign-in/, SOON)
  await expect(page.getByText('You were signed out: main no longer accepts the name and password')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('User name').fill('branch')
  await page.getByLabel('Password').fill('another-one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await page.goto('about:blank')
  await rollcall.stop()
})

async function enter(page: Page, name: string) {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill(name)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
