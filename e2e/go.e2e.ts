import { expect, expectAccessible, test } from './fixtures.ts'

const now = () => new Date(Date.now() - 5000).toISOString()

test('a link from an alert leads through sign-in to the answer', async ({ page, rollcall, inTurn }) => {
  // Without a session: the sign-in page keeps the link, with the moment in it.
  const at = now().replace('Z', '+0000')
  await page.goto(`${rollcall.url}/go/agent?id=001&at=${at}`)
  await expect(page).toHaveURL(/sign-in\?next=/)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('analyst')
  await inTurn(async () => {
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(/\/agents\/demo\/001\?at=/)
  })
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(/^(Connected|Not |Starting)/)
  await expectAccessible(page)
})

test('the first paint has the sentence, also for an agent that is not connected', async ({ page, signIn, rollcall }) => {
  rollcall.demo.control.setAgent('021', {
    status: 'disconnected',
    status_code: 4,
    disconnection_time: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ''),
  })
  await signIn(page)
  await expect
    .poll(async () => (await page.request.get('/api/agents/demo/021')).json().then((body) => body.agent.status))
    .toBe('disconnected')
  // The moment of the pass that saw it: one before the product's first pass would be before its history.
  const { asOf }: { asOf: string } = await (await page.request.get('/api/agents/demo/021')).json()
  const html = await (await page.request.get(`/agents/demo/021?at=${encodeURIComponent(asOf)}`)).text()
  expect(html).toContain('Not connected: ')
  await page.goto(`/go/agent?id=021&at=${Date.parse(asOf)}`)
  await expect(page.getByRole('heading', { name: /^Not connected: / })).toBeVisible()
  await expectAccessible(page)
})

test('an alert pasted leads to its endpoint; 000 is the manager, and strangers are told so', async ({ page, signIn }) => {
  await signIn(page, { to: '/go' })
  await expectAccessible(page)
  const paste = async (text: string) => {
    await page.goto('/go')
    await page.getByLabel('Alert JSON').fill(text)
    await page.getByRole('button', { name: 'Find' }).click()
  }
  await paste('{ not json')
  await expect(page.getByText('This is not valid JSON', { exact: false })).toBeVisible()
  await paste(JSON.stringify({ _source: { '@timestamp': now(), 'agent.id': '003', manager: { name: 'x' } } }))
  await expect(page).toHaveURL(/\/agents\/demo\/003\?at=/)
  await expect(page.locator('#moment')).toHaveText(/^(Connected|Not |Starting)/)
  await paste(JSON.stringify({ agent: { id: '000' } }))
  await expect(page.getByRole('heading', { name: /^Agent 000 is the manager/ })).toBeVisible()
  await expectAccessible(page)
  await paste(JSON.stringify({ agent: { id: '99999', name: 'never-there' } }))
  await expect(page.getByRole('heading', { name: 'No such endpoint' })).toBeVisible()
  await expectAccessible(page)
})

test('an endpoint that several names fit is chosen from a list that says how they differ', async ({ page, signIn }) => {
  await signIn(page)
  const { items } = await (await page.request.get('/api/agents?limit=2&sort=id')).json()
  const [first, second] = items
  await page.goto(`/go/agent?id=${first.id}&name=${encodeURIComponent(second.name)}`)
  await expect(page.getByRole('heading', { name: /endpoints fit/ })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`/go/agent?id=${first.id}&name=never-there`)
  await expect(page.getByRole('heading', { name: 'No endpoint “never-there” with this id' })).toBeVisible()
  await expect(page.getByRole('link', { name: first.name, exact: true })).toBeVisible()
  await page.goBack()
  await page.getByRole('link', { name: second.name }).click()
  await expect(page).toHaveURL(new RegExp(`/agents/demo/${second.id}$`))
})

test('a moment before the history, in the future, without a zone or none at all is answered by the first paint', async ({
  page,
  signIn,
}) => {
  await signIn(page)
  for (const [at, words] of [
    ['2001-01-01T00:00:00Z', /^Not (known|there)/],
    ['2999-01-01T00:00:00Z', /in the future/],
    ['2026-11-21T09:00:00', /has no zone/],
    ['yesterday', /is a time with a zone/],
  ] as const) {
    await page.goto(`/agents/demo/001?at=${encodeURIComponent(at)}`)
    await expect(page.locator('#moment')).toHaveText(words)
    const html = await (await page.request.get(page.url())).text()
    expect(/id="moment"[^>]*>([^<]*)</.exec(html)?.[1], at).toMatch(words)
  }
  await expectAccessible(page)
})
