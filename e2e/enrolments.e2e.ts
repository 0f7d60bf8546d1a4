import { expect, expectAccessible, test } from './fixtures.ts'

test.use({ changesFleet: true })

test('an endpoint that enrolled again is linked to its past, both ways, until a person says otherwise', async ({
  page,
  signIn,
  rollcall,
  expectConsole,
}) => {
  // The page of one that is gone asks for it first.
  expectConsole(/status of 404/)
  const { control } = rollcall.demo
  const before = '033'
  await signIn(page)
  const read = (id: string) => page.request.get(`/api/agents/demo/${id}`)
  const { agent } = await (await read(before)).json()
  const { name, ip, os } = agent
  control.removeAgent(before)
  const dateAdd = new Date().toISOString().replace(/\.\d+/, '')
  const after = control.addAgent({ name, registerIP: ip, os, dateAdd })
  // Who went is known after a full pass, and then those that came are, too.
  await expect.poll(async () => (await read(before)).status(), { timeout: 90_000 }).toBe(404)

  await page.goto(`/agents/demo/${after}`)
  const others = page.getByRole('region', { name: 'Other enrolments' })
  await expect(others).toContainText(new RegExp(`ame endpoint: same name \\(${name}\\), .*same system`))
  await expectAccessible(page)
  await others.getByRole('link', { name: before }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(others.getByRole('link', { name: after })).toBeVisible()
  await expectAccessible(page)

  await others.getByRole('button', { name: `${after} is not the same endpoint` }).click()
  await expect(others).toContainText('Another endpoint:')
  await expect(others).toContainText('said by analyst')
  await page.goto(`/agents/demo/${after}`)
  await others.getByRole('button', { name: `${before} is the same endpoint after all` }).click()
  await expect(others).toContainText('Before:')
})
