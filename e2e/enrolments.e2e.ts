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
  // Who may read inventories.
  await signIn(page, { username: 'wazuh' })
  const read = (id: string) => page.request.get(`/api/agents/demo/${id}`)
  const { agent } = await (await read(before)).json()
  // What a page shows of the machine when it is opened is kept of it, its serial number too.
  const serial = async (id: string) => {
    const { hardware } = await (await page.request.get(`/api/agents/demo/${id}/inventory`)).json()
    // While the questions of a minute are used up there is none of it.
    return hardware?.kind === 'answer' ? hardware.data.boardSerial : null
  }
  await expect.poll(() => serial(before), { intervals: [5000], timeout: 240_000 }).not.toBeNull()
  const { name, ip, os } = agent
  control.removeAgent(before)
  const dateAdd = new Date().toISOString().replace(/\.\d+/, '')
  const after = control.addAgent({ name, registerIP: ip, os, dateAdd })
  control.setAgent(after, { status: 'active', status_code: 0, version: agent.version, lastKeepAlive: dateAdd })
  // Who went is known after a full pass, and then those that came are, too.
  await expect.poll(async () => (await read(before)).status(), { timeout: 240_000 }).toBe(404)

  await expect.poll(() => serial(after), { intervals: [5000], timeout: 240_000 }).not.toBeNull()

  await page.goto(`/agents/demo/${after}`)
  const others = page.getByRole('region', { name: 'Other enrolments' })
  await expect(others).toContainText(
    new RegExp(`Same endpoint: same name \\(${name}\\), same serial number \\(\\w+\\), .*same system`),
  )
  await expectAccessible(page)
  await others.getByRole('link', { name: before }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(others.getByRole('link', { name: after })).toBeVisible()
  await expectAccessible(page)

  await others.getByRole('button', { name: `${after} is not the same endpoint` }).click()
  await expect(others).toContainText('Another endpoint:')
  await expect(others).toContainText('said by wazuh')
  await page.goto(`/agents/demo/${after}`)
  await others.getByRole('button', { name: `${before} is the same endpoint after all` }).click()
  await expect(others).toContainText('Before:')
})
