import { expect, expectAccessible, test } from './fixtures.ts'

test('opens from the list and leads back to the same list', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected' })
  const link = page.getByRole('rowheader').getByRole('link').first()
  const name = (await link.textContent()) ?? ''
  await link.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText('Disconnected', { exact: true }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Endpoints' }).last().click()
  await expect(page).toHaveURL(/q=status/)
})

test('shows identity, sync and history of one agent', async ({ page, signIn, rollcall }) => {
  rollcall.demo.control.setAgent('077', { group_config_status: 'not synced' })
  await signIn(page, { to: '/agents/demo/077' })
  await expect(page.getByText('Agent ID')).toBeVisible()
  await expect(page.getByText(/does not hold the configuration of its groups|never saw it in sync/)).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
})

test('an agent that is not there, a malformed id and the manager’s own id have one clear answer', async ({
  page,
  signIn,
  expectConsole,
}) => {
  expectConsole(/status of 404/)
  await signIn(page)
  for (const path of ['/agents/demo/999999', '/agents/demo/abc', '/agents/elsewhere/001', '/agents/demo/000']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect((await page.request.get(`/api${path}`)).status()).toBe(404)
  }
  await expectAccessible(page)
})
