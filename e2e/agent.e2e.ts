import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

/** What was asked of agents over the manager. */
const STATS = 'GET /agents/{agent_id}/stats/{component}'

test('opens what is asked only then, and tells an account without the right so', async ({ page, signIn, rollcall }) => {
  // The first of this file: the others use up the questions of a minute, and then this one waits.
  const asked = () => rollcall.demo.control.requests().byRoute['GET /syscollector/{agent_id}/hardware'] ?? 0
  await signIn(page)
  const before = asked()
  await page.goto(`/agents/demo/${await idOf(page, ABLE, 2)}`)
  expect(asked()).toBe(before)
  await page.getByText(/^Inventory/).click()
  await expect(page.getByText(/syscollector:read/)).toBeVisible()
  await page.getByText(/^Configuration/).click()
  await page.getByText(/^Connection to the manager/).click()
  // The tests before may have used up the minute's questions: then it is asked again.
  await expect(page.getByRole('cell', { name: '1514' })).toBeVisible({ timeout: 240_000 })
  await page.getByText(/^Log collection/).click()
  await expect(page.getByRole('columnheader', { name: 'Dropped' })).toBeVisible({ timeout: 240_000 })
  await page.getByText(/^Record/).click()
  await expect(page.getByRole('row', { name: /^registerIP/ })).toContainText('IP address')
  await expectAccessible(page)
})

test('opens from the list and leads back to the same list', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected' })
  const link = page.getByRole('rowheader').getByRole('link').first()
  const name = (await link.textContent()) ?? ''
  await link.press('Enter')
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
  await expect(page.getByText(/does not hold the configuration of its groups|never saw it in sync/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
})

test('people give an endpoint an alias, tags and notes, and find it by them', async ({ page, signIn, expectConsole }) => {
  expectConsole(/status of 409/)
  await signIn(page, { to: '/agents/demo/031' })
  const notes = page.getByRole('region', { name: 'Our notes' })
  await notes.getByRole('button', { name: 'Alias and tags' }).click()
  await expect(notes.getByLabel('Alias')).toBeFocused()
  await notes.getByLabel('Alias').fill('Billing <b>database</b>')
  await notes.getByLabel('Tags').pressSequentially('tier-1')
  // Somebody else is quicker: nothing of theirs is lost unseen.
  const { endpoint } = await (await page.request.get('/api/agents/demo/031/annotations')).json()
  const headers = { origin: new URL(page.url()).origin }
  const other = { endpoint, version: 0, alias: null, tags: ['theirs'] }
  expect((await page.request.put('/api/agents/demo/031/annotations', { data: other, headers })).ok()).toBe(true)
  await notes.getByRole('button', { name: 'Save' }).click()
  await expect(notes.getByText('Somebody changed alias or tags meanwhile')).toBeVisible()
  await expect(notes.getByText('By now: no alias, tags theirs')).toBeVisible()
  await notes.getByLabel('Tags').pressSequentially(',patch: Sunday')
  await notes.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Billing <b>database</b>')).toHaveCount(2)
  await expect(notes.getByRole('button', { name: 'Alias and tags' })).toBeFocused()

  await notes.getByRole('button', { name: 'Add a note' }).click()
  await notes.getByLabel('Note').fill('Ask before any restart.\n<script>alert(1)</script>')
  await notes.getByRole('button', { name: 'Save' }).click()
  await expect(notes.getByText('<script>alert(1)</script>')).toBeVisible()
  await expectAccessible(page)
  await notes.getByRole('button', { name: 'Change the note' }).click()
  await notes.getByLabel('Change the note').fill('Never restart.')
  await notes.getByRole('button', { name: 'Save' }).click()
  await expect(notes.getByText('changed')).toBeVisible()
  await notes.getByRole('button', { name: 'Remove the note' }).click()
  await notes.getByRole('button', { name: 'Remove it?' }).click()
  await expect(notes.getByText('Never restart.')).toHaveCount(0)
  await notes.getByRole('link', { name: 'patch: Sunday' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(1)
  await expect(page.getByRole('rowheader')).toContainText('Billing <b>database</b>')
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

/** Id of one of the agents that match, the first unless said; who was heard of is known after a full pass. */
async function idOf(page: Page, q: string, nth = 0): Promise<string> {
  let items: { id: string }[] = []
  const read = async () => {
    const answer = await page.request.get(`/api/agents?${new URLSearchParams({ q, sort: 'id', limit: '20' })}`)
    items = (await answer.json()).items
    return items.length
  }
  await expect.poll(read).toBeGreaterThan(nth)
  return items[nth]?.id ?? ''
}

/** They answer what they are asked. */
const ABLE = 'status=active version>=4.14 silentFor<30s'

test('shows what the store knows before the agent answers, and then what it says', async ({ page, signIn, rollcall }) => {
  await signIn(page)
  const id = await idOf(page, ABLE)
  const asked = () => rollcall.demo.control.requests().byRoute[STATS] ?? 0
  const before = asked()
  let answer = (): void => undefined
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(`**/api/agents/demo/${id}/live`, (route) => answered.then(() => route.continue()))
  await page.goto(`/agents/demo/${id}`)
  const live = page.getByRole('region', { name: 'Live' })
  await expect(live.getByText('Asking…')).toBeVisible()
  await expect(page.getByText('Agent ID')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
  await expect(live.getByText('Asking…')).toBeVisible()
  expect(asked()).toBe(before)
  answer()
  await expect(live.getByRole('row', { name: /^Connection/ })).toContainText('agree')
  await expect(live.getByText(/^asked .* again in/)).toBeVisible()
  await expectAccessible(page)
})

test('asks nothing while the page is hidden, and goes on when it is seen again', async ({ page, signIn, rollcall }) => {
  const asked = () => rollcall.demo.control.requests().byRoute[STATS] ?? 0
  await signIn(page)
  const path = `/agents/demo/${await idOf(page, ABLE, 1)}`
  await page.clock.install()
  await page.goto(path)
  const live = page.getByRole('region', { name: 'Live' })
  await expect(live.getByText(/^asked/)).toBeVisible()
  const see = (state: 'hidden' | 'visible') =>
    page.evaluate((to) => {
      Object.defineProperty(document, 'visibilityState', { value: to, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  await see('hidden')
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  const before = asked()
  await page.clock.fastForward('10:00')
  expect(requests.filter((one) => one === `/api${path}/live`)).toEqual([])
  expect(asked()).toBe(before)
  await see('visible')
  await expect.poll(() => requests.filter((one) => one === `/api${path}/live`).length).toBeGreaterThan(0)
})

test('says in plain words why an agent can’t be asked', async ({ page, signIn, rollcall }) => {
  const { control } = rollcall.demo
  const asked = async (id: string) => {
    await page.goto(`/agents/demo/${id}`)
    return page.getByRole('region', { name: 'Live' })
  }
  await signIn(page)
  const away = await asked(await idOf(page, 'status=disconnected'))
  await expect(away.getByText(/^The manager lists it as disconnected since/)).toBeVisible()
  await expect(away.getByText(/agentd\.state|agent\.state/)).toBeVisible()
  await expectAccessible(page)
  await expect((await asked(await idOf(page, 'status=never_connected'))).getByText('It has never connected.')).toBeVisible()
  const old = await idOf(page, 'status=active', 3)
  control.setAgent(old, { version: 'Wazuh v4.1.5' })
  await expect((await asked(old)).getByText(/from version 4\.2\.0 on/)).toBeVisible()
})

test('copies the endpoint in the words of other places, without a secret', async ({ page, signIn, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, { to: '/agents/demo/001' })
  await expect(page.getByText(/Agent '001' is (not )?synchronized\./)).toBeVisible()
  await page.getByRole('button', { name: 'Copy as' }).click()
  const panel = page.getByRole('dialog', { name: 'Copy as' })
  const copy = (what: string) => panel.getByRole('button', { name: `Copy ${what}`, exact: true }).click()
  // What was copied arrives after the press.
  const clipboard = expect.poll(() => page.evaluate(() => navigator.clipboard.readText()))
  await copy('agent_control')
  await clipboard.toBe('/var/ossec/bin/agent_control -i 001')
  await copy('curl')
  await clipboard.toContain('Bearer $WAZUH_TOKEN')
  await copy('Markdown for a ticket')
  await clipboard.toContain('(agent 001, ')
  await expectAccessible(page)
})
