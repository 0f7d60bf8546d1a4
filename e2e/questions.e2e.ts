import type { Page } from '@playwright/test'
import { askDemo, bearer } from '#test/demo-client.ts'
import { test as base, expect } from './fixtures.ts'
import { Person } from './person.ts'
import { type Rollcall, startRollcall } from './rollcall.ts'

/*
 * The questions that people come with. Each is answered within three interactions and forty typed characters, and by the first thing
 * that is painted then; what is right is computed from what the manager itself says.
 */
interface ManagerItem {
  id: string
  name: string
  status: string
  version?: string
  group?: string[]
  group_config_status: string
  os?: { name?: string }
  lastKeepAlive?: string
  disconnection_time?: string
}

const HOUR_MS = 3_600_000
const GROUP = 'databases'
/** A moment last night, to the second. */
let lastNight = ''
let agents: ManagerItem[] = []

const test = base.extend<object, { night: Rollcall }>({
  // The fleet and its clock stand still, so that what is right stays right.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  night: [async ({}, use) => use(await arrange()), { scope: 'worker', timeout: 600_000 }],
  baseURL: async ({ night }, use) => use(night.url),
})
test.afterAll(({ night }) => night.stop())

test('how many are down, and since when', async ({ page, signIn }) => {
  await signIn(page)
  const person = new Person(page)
  const down = agents.filter(({ status }) => status === 'disconnected')
  await person.click(page.getByRole('link', { name: `Disconnected ${down.length}` }))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${down.length} of ${agents.length}`)
  const right = new Map(down.map((agent) => [agent.name, Date.parse(agent.disconnection_time ?? '')]))
  await expect.poll(() => sinceByName(page)).toEqual(right)
  person.expectLittleEffort()
})

test('which Windows servers in one group are out of sync', async ({ page, signIn }) => {
  await signIn(page)
  const person = new Person(page)
  const right = agents.filter(
    ({ group, group_config_status, os }) =>
      group?.includes('pci-dss') && group_config_status === 'not synced' && os?.name?.includes('Windows Server'),
  )
  expect(right.length).toBeGreaterThan(2)
  await person.click(page.getByRole('navigation', { name: 'Questions' }).getByRole('link', { name: /^Not in sync/ }))
  await person.press('/')
  await person.type('group=pci-dss os~"Windows Server"')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${right.length} of ${agents.length}`)
  await expect.poll(() => names(page)).toEqual(new Set(right.map(({ name }) => name)))
  person.expectLittleEffort()
})

test('what went down together last night', async ({ page, signIn }) => {
  const said = headings(page)
  await signIn(page)
  const person = new Person(page)
  const members = agents.filter(({ group }) => group?.includes(GROUP))
  const gone = members.filter(({ disconnection_time }) => Date.parse(disconnection_time ?? '') === Date.parse(lastNight))
  const many = gone.length === members.length ? 'all' : `${gone.length} of`
  const sentence = new RegExp(`${many} ${members.length}\\sendpoints in ${GROUP} went silent together`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(sentence)
  expect((await said()).filter((text) => text !== 'Endpoints')[0]).toMatch(sentence)
  const event = page.getByRole('region', { name: 'Changed together' }).getByRole('listitem').filter({ hasText: GROUP })
  await expect(event.locator('time')).toHaveAttribute('datetime', new Date(lastNight).toISOString())
  await person.click(page.getByRole('heading', { level: 1 }).getByRole('link'))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${gone.length} of ${agents.length}`)
  await expect.poll(() => names(page)).toEqual(new Set(gone.map(({ name }) => name)))
  person.expectLittleEffort()
})

test('send a colleague exactly this list', async ({ page, context, browser, signIn, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, { to: '/?q=os.platform%3Dwindows%20and%20sync%3Dsynced&sort=-version&cols=name%2Cversion%2Cgroups' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const person = new Person(page)
  await person.click(page.getByRole('button', { name: 'Copy link to this list' }))
  await expect(page.getByText('Link copied')).toBeAttached()
  person.expectLittleEffort()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  // The colleague is not signed in yet, and gets there all the same.
  const other = await (await browser.newContext()).newPage()
  await signIn(other, { username: 'wazuh', to: link.slice(baseURL?.length), anew: true })
  await expect(other.getByRole('rowheader').first()).toBeVisible()
  const right = agents.filter(({ os, group_config_status }) => os?.name?.includes('Windows') && group_config_status === 'synced')
  expect(right.length).toBeGreaterThan(20)
  await expect(other.getByRole('heading', { level: 1 })).toContainText(`${right.length} of ${agents.length}`)
  const sent = await table(page)
  await expect.poll(() => table(other)).toEqual(sent)
  await other.context().close()
})

test('which are silent though the manager still calls them active', async ({ page, signIn }) => {
  await signIn(page)
  const person = new Person(page)
  const now = night().demo.control.now()
  const quiet = agents.filter(({ status, version = '', lastKeepAlive = '' }) => {
    const minor = Number(/v4\.(\d+)/.exec(version)?.[1] ?? 99)
    return status === 'active' && now - Date.parse(lastKeepAlive) > 3 * (minor >= 13 ? 20_000 : 10_000)
  })
  expect(quiet.length).toBeGreaterThanOrEqual(QUIET)
  await person.click(page.getByRole('navigation', { name: 'Questions' }).getByRole('link', { name: `Quiet ${quiet.length}` }))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${quiet.length} of ${agents.length}`)
  await expect.poll(() => names(page)).toEqual(new Set(quiet.map(({ name }) => name)))
  person.expectLittleEffort()
})

const QUIET = 7
let started: Rollcall | null = null
function night(): Rollcall {
  if (!started) throw new Error('not started')
  return started
}

/** A fleet of which a group went last night, some Windows servers are out of sync, and some agents have just gone silent. */
async function arrange(): Promise<Rollcall> {
  const start = Date.now()
  const rollcall = await startRollcall({ demo: { agents: 480, seed: 7, frozen: true, clock: { now: () => start } } })
  started = rollcall
  const { control } = rollcall.demo
  const session = await fetch(`${rollcall.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'analyst', password: 'analyst' }),
  })
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const totals = async (q: string) => {
    const answer = await fetch(`${rollcall.url}/api/summary?${new URLSearchParams({ q })}`, { headers: { cookie } })
    const { total }: { total?: number } = await answer.json()
    return total
  }
  const before = await managerItems(rollcall)
  await expect.poll(() => totals('')).toBe(before.length)
  lastNight = new Date(Math.floor((start - 9 * HOUR_MS) / 1000) * 1000).toISOString().replace('.000', '')
  const active = before.filter(({ status }) => status === 'active')
  for (const { id } of active.filter(({ group }) => group?.includes(GROUP))) {
    control.setAgent(id, { status: 'disconnected', status_code: 4, disconnection_time: lastNight, lastKeepAlive: lastNight })
  }
  const others = active.filter(({ group }) => !group?.includes(GROUP))
  const servers = others.filter(({ os }) => os?.name?.includes('Windows Server'))
  for (const { id } of servers.slice(0, 5))
    control.setAgent(id, { group: ['default', 'pci-dss'], group_config_status: 'not synced' })
  const silent = new Date(start - 4 * 60_000).toISOString()
  for (const { id } of others.filter(({ os }) => !os?.name?.includes('Windows')).slice(0, QUIET)) {
    control.setAgent(id, { lastKeepAlive: silent })
  }
  agents = await managerItems(rollcall)
  const down = agents.filter(({ status }) => status === 'disconnected').length
  await expect.poll(() => totals('status=disconnected')).toBe(down)
  // Keep-alives of active agents come with full passes only.
  await expect.poll(() => totals('quiet=true'), { timeout: 240_000 }).toBeGreaterThanOrEqual(QUIET)
  return rollcall
}

async function managerItems({ demo }: Rollcall): Promise<ManagerItem[]> {
  const { text } = await askDemo(demo, '/agents?limit=100000&q=id!=000', { headers: await bearer(demo, 'wazuh') })
  const answer: { data: { affected_items: ManagerItem[] } } = JSON.parse(text)
  return answer.data.affected_items
}

/** The names in the list, once the rows are those of the filter. */
async function names(page: Page): Promise<Set<string>> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  return new Set(await page.getByRole('rowheader').getByRole('link').allTextContents())
}

async function sinceByName(page: Page): Promise<Map<string, number>> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  const pairs = await page.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const [name, since] = [row.querySelector<HTMLElement>('th a'), row.querySelector('td.c-since time')]
      return [name?.innerText ?? '', Date.parse(since?.getAttribute('datetime') ?? '')] as const
    }),
  )
  return new Map(pairs)
}

/** Heads and rows as they stand there. */
async function table(page: Page): Promise<string[][]> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  const rows = page.getByRole('table').first().getByRole('row')
  return rows.evaluateAll((all) =>
    all.map((row) => Array.from(row.querySelectorAll<HTMLElement>('th, td'), ({ innerText }) => innerText)),
  )
}

/** Every text that the head of the page has had, from its first paint on. */
function headings(page: Page): () => Promise<string[]> {
  const added = page.addInitScript(() => {
    const seen: string[] = []
    const look = () => {
      const text = document.querySelector('h1')?.textContent ?? ''
      if (text !== '' && seen.at(-1) !== text) seen.push(text)
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { headings: seen })
  })
  return async () => {
    await added
    const seen: unknown = await page.evaluate(() => Reflect.get(window, 'headings'))
    const texts = Array.isArray(seen) ? seen.map(String) : []
    // While the page arrives its head may be there in part: the beginning of what it says next.
    return texts.filter((text, at) => !(texts[at + 1]?.startsWith(text) ?? false))
  }
}
