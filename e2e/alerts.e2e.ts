import type { Page } from '@playwright/test'
import type { PassItem } from '#lib/contract/sync.ts'
import { ALERT_TEMPLATES, linkOf } from '#test/alert-templates.ts'
import { expect, test } from './fixtures.ts'

test.use({ changesFleet: true })

const iso = (ms: number) => new Date(ms).toISOString()
const wire = (ms: number) => iso(ms).replace(/\.\d+/, '')
/** As alerts carry it. */
const stamp = (ms: number) => iso(ms).replace('Z', '+0000')
const MINUTE = 60_000
const FULL_PASS_MS = 240_000

/** The sentence of the page that an alert leads to, which must stand in what the server sends, too: the first paint. */
async function answerTo(page: Page, alert: unknown): Promise<string> {
  await page.goto('/go')
  await page.getByLabel('Alert JSON').fill(JSON.stringify(alert))
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page).toHaveURL(/\/agents\/demo\/\d+/)
  const html = await (await page.request.get(page.url())).text()
  const [, painted = ''] = /id="moment"[^>]*>([^<]*)</.exec(html) ?? []
  const [verdict = ''] = painted.split(':')
  await expect(page.locator('#moment')).toContainText(verdict)
  return painted
}

/** Id of one that is connected and in sync, none of those with small ids. */
async function anyConnected(page: Page): Promise<string> {
  const q = new URLSearchParams({ q: 'status=active sync=synced', sort: '-id', limit: '1' })
  return (await (await page.request.get(`/api/agents?${q}`)).json()).items[0].id
}

/** When the last pass that read everybody looked, in epoch milliseconds. */
async function lastFullPass(page: Page): Promise<number> {
  const { managers }: { managers: { passes: PassItem[] }[] } = await (await page.request.get('/api/sync')).json()
  const full = managers[0]?.passes.filter(({ kind, outcome }) => kind === 'full' && outcome === 'ok') ?? []
  return Math.max(...full.map(({ asOf }) => Date.parse(asOf ?? '')))
}

test('pasted alerts are answered by their first sentence', async ({ page, signIn, rollcall, expectConsole }) => {
  expectConsole(/status of 404/)
  const { control } = rollcall.demo
  await signIn(page)
  const read = async (id: string) => page.request.get(`/api/agents/demo/${id}`)
  const asOf = async (id: string) => Date.parse((await (await read(id)).json()).asOf)
  const status = async (id: string) => (await (await read(id)).json()).agent?.status
  const becomes = (id: string, state: string) => expect.poll(() => status(id)).toBe(state)
  const [healthy, silent, restarted] = ['060', '061', '062'] as const
  // Somebody whom a full pass has seen connected goes at once, so that the next one finds it gone while the others are at it.
  const enrolledAgain = await anyConnected(page)
  const seen = await lastFullPass(page)
  const old = await (await read(enrolledAgain)).json()
  control.removeAgent(enrolledAgain)
  const anew = control.addAgent({ name: old.agent.name, os: old.agent.os, dateAdd: wire(Date.now()) })
  const keptAlive = () => ({ status: 'active', status_code: 0, lastKeepAlive: wire(Date.now()), disconnection_time: null })
  for (const id of [healthy, silent, restarted]) control.setAgent(id, { ...keptAlive(), group_config_status: 'synced' })
  for (const id of [healthy, silent, restarted]) await becomes(id, 'active')
  // Of the pass that saw them all: what was so then is beyond doubt. The losses come later, and none in the future.
  const before = Math.min(...(await Promise.all([healthy, silent, restarted].map(asOf))))
  await expect.poll(() => Date.now() - before).toBeGreaterThan(3000)

  const lost = { status: 'disconnected', status_code: 4 }
  control.setAgent(silent, { ...lost, lastKeepAlive: wire(before - 15 * MINUTE), disconnection_time: wire(before + 2000) })
  control.setAgent(restarted, { ...lost, status_code: 1, disconnection_time: wire(before + 2000) })
  await becomes(silent, 'disconnected')
  await becomes(restarted, 'disconnected')
  // What was seen holds for the pass that saw it; after that nobody looked.
  const between = await asOf(restarted)
  control.setAgent(restarted, keptAlive())
  await becomes(restarted, 'active')
  await expect.poll(async () => (await read(enrolledAgain)).status(), { timeout: FULL_PASS_MS }).toBe(404)

  const alert = (id: string, at: number) => ({ timestamp: stamp(at), agent: { id }, manager: { name: 'demo' } })
  expect(await answerTo(page, alert(healthy, before))).toMatch(/^Connected, in sync\./)
  expect(await answerTo(page, { _source: alert(silent, before) })).toMatch(
    /^Not connected: the manager still said active, but it had been silent since .*, and was declared disconnected at /,
  )
  expect(await answerTo(page, alert(restarted, between))).toMatch(/^Not connected: disconnected since /)
  expect(await answerTo(page, { ...alert(enrolledAgain, seen), '@timestamp': iso(seen) })).toMatch(/^Connected/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${old.agent.name} (${enrolledAgain}) was removed`)
  await expect(page.getByRole('region', { name: 'Other enrolments' }).getByRole('link', { name: anew })).toBeVisible()
  expect(await answerTo(page, alert(enrolledAgain, Date.now()))).toMatch(/^Not there any more: it was removed by /)

  const paste = async (given: unknown) => {
    await page.goto('/go')
    await page.getByLabel('Alert JSON').fill(JSON.stringify(given))
    await page.getByRole('button', { name: 'Find' }).click()
  }
  await paste({ agent: { id: '88888', name: 'never-there' }, timestamp: stamp(before) })
  await expect(page.getByRole('heading', { name: 'No such endpoint' })).toBeVisible()
  await paste({ agent: { id: '000', name: 'wazuh' }, timestamp: stamp(before) })
  await expect(page.getByRole('heading', { name: /^Agent 000 is the manager/ })).toBeVisible()
})

test('the links of each product lead to the endpoint, those of messages to its moment', async ({ page, signIn }) => {
  await signIn(page)
  const { agent } = await (await page.request.get('/api/agents/demo/003')).json()
  const alert = { timestamp: stamp(Date.now()), agent: { id: '003', name: agent.name, ip: agent.ip }, manager: { name: 'demo' } }
  for (const template of ALERT_TEMPLATES) {
    const link = linkOf(template, alert)
    await page.goto(`${link.pathname}${link.search}`)
    await expect(page).toHaveURL(template.kind === 'mustache' ? /\/agents\/demo\/003\?at=/ : /\/agents\/demo\/003$/)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(agent.name)
  }
})
