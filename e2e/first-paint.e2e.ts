import type { Locator, Page } from '@playwright/test'
import { agentDetail, agentsPage } from '#lib/contract/agents.ts'
import { expect, test as living } from './fixtures.ts'
import { hasRead } from './has-read.ts'
import { type Rollcall, startRollcall } from './rollcall.ts'

/** Against a fleet that stands still: what a new reading changes is no movement of a page that becomes whole. */
const test = living.extend<object, { rollcall: Rollcall }>({
  rollcall: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const rollcall = await startRollcall({ demo: { frozen: true }, env: { ROLLCALL_DEMO: '1' } })
      await hasRead(rollcall)
      await use(rollcall)
      await rollcall.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

// Far from the server's zone: what it draws has to say times as they are read here.
test.use({ timezoneId: 'Asia/Tokyo' })

const PATHS = ['/', '/?q=status%3Ddisconnected']
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const SHIFT_MOST = 0.02
/** Of what the page needs before it can be used, as it comes over the network. */
const SCRIPTS_MOST = 220 * 1024

interface Kept {
  shift: number
  sources: string[]
}

/** Has the page add up by how much what was drawn moves afterwards, and name what moved. */
async function keepShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: Kept = { shift: 0, sources: [] }
    Object.assign(window, { keptShifts: kept })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] }
        kept.shift += value
        kept.sources.push(
          ...sources.map(({ node }) => `${value.toFixed(4)} ${node?.parentElement?.className} ${node?.textContent}`),
        )
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** A page with all that comes by itself after it. @param sign what only the whole page has */
async function openWhole(page: Page, path: string, sign: Locator): Promise<string> {
  const answer = await page.goto(path)
  const html = (await answer?.text()) ?? ''
  await sign.first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
  // A shift is told with the paint after it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return html
}

async function expectStill(page: Page, what: string): Promise<void> {
  const kept = await page.evaluate<Kept>(() => Reflect.get(window, 'keptShifts'))
  expect(kept.shift, `${what}: ${kept.sources.join('\n')}`).toBeLessThan(SHIFT_MOST)
}

test('nothing that was drawn moves while the page becomes whole, and the page is no heavier than it may be', async ({
  page,
  signIn,
}) => {
  await signIn(page)
  await keepShifts(page)
  let html = ''
  for (const path of PATHS) {
    for (const size of SIZES) {
      await page.setViewportSize(size)
      html = await openWhole(page, path, page.locator('tbody th a'))
      await expectStill(page, `${path} ${size.width}`)
    }
  }
  const named = new Set([...html.matchAll(/<script[^>]* src="([^"]+\.js)"/g)].map(([, src]) => src))
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => {
      const { name, decodedBodySize, encodedBodySize } = entry as PerformanceResourceTiming
      return { src: new URL(name).pathname, size: encodedBodySize, isPacked: encodedBodySize < decodedBodySize }
    }),
  )
  const before = scripts.filter(({ src }) => named.has(src))
  expect(before.length).toBeGreaterThan(5)
  expect(before.every(({ isPacked }) => isPacked)).toBe(true)
  expect(before.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(SCRIPTS_MOST)
})

test('the first paint is the answer, in the person’s own time', async ({ page, signIn }) => {
  await signIn(page)
  let html = ''
  // A server that is too busy to answer at once sends the page without, and such a page asks for itself.
  await expect(async () => {
    html = (await (await page.goto('/'))?.text()) ?? ''
    expect(html).toMatch(/<h1[^>]*class="verdict/)
  }).toPass()
  const [, at = '', said] = /<time dateTime="([^"]+)"[^>]*>as of ([^<]+)</.exec(html) ?? []
  expect(said).toBe(clockHere(at))

  // So it is for an endpoint, of which nothing moves either while the rest comes.
  await keepShifts(page)
  const { agent } = agentDetail.parse(await (await page.request.get('/api/agents/demo/001')).json())
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const own = await openWhole(page, '/agents/demo/001', page.getByRole('heading', { name: 'Availability' }))
    expect(own).toContain(`<title>${agent.name} `)
    expect(own).toMatch(new RegExp(`<h1[^>]*>${agent.name}<`))
    expect(own).toContain(`, ${clockHere(agent.dateAdd ?? '')}<`)
    await expectStill(page, `001 ${size.width}`)
  }
})

function clockHere(time: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'Asia/Tokyo' }).format(new Date(time))
}

test('a page holds of the fleet what the person may see, and nothing else', async ({ page, signIn }) => {
  await signIn(page)
  const everything = agentsPage.parse(await (await page.request.get('/api/agents?limit=500')).json())
  // A page that still asks for news would meet the 401 and go to the sign-in by itself.
  await page.goto('about:blank')
  await page.context().clearCookies({ name: /session/ })
  await signIn(page, { username: 'branch' })
  const own = agentsPage.parse(await (await page.request.get('/api/agents?limit=500')).json())
  const seen = new Set(own.items.map(({ id }) => id))
  const hidden = everything.items.filter(({ id }) => !seen.has(id))
  let html = ''
  const holds = (key: 'id' | 'name', value: string) => html.includes(`\\"${key}\\":\\"${value}\\"`)
  await expect(async () => {
    html = (await (await page.goto('/'))?.text()) ?? ''
    expect(own.items.some(({ id, name }) => holds('id', id) && holds('name', name))).toBe(true)
  }).toPass()
  expect(hidden.length).toBeGreaterThan(0)
  expect(hidden.filter(({ id, name }) => holds('id', id) || holds('name', name)).map(({ name }) => name)).toEqual([])
  const pageOf = async (id = '') => (await page.request.get(`/agents/demo/${id}`, { headers: { accept: 'text/html' } })).text()
  expect(await pageOf(own.items[0]?.id)).toContain(own.items[0]?.name)
  expect(await pageOf(hidden[0]?.id)).not.toContain(hidden[0]?.name)
})

test('a browser whose clock is a day ahead takes over what the server sent', async ({ page, signIn }) => {
  await signIn(page)
  await page.clock.setSystemTime(Date.now() + 24 * 3_600_000)
  await page.goto('/')
  // To that browser it is of the day before; that it came otherwise is no error.
  await expect(page.locator('#list time').filter({ hasText: /^as of \d+ \w+ \d{4}, / })).toBeVisible()
  // And the shortest range of an endpoint's history that reaches back to a moment is another one.
  await page.goto(`/agents/demo/001?at=${Date.now() - 23 * 3_600_000}`)
  const range = page.getByRole('navigation', { name: 'Time shown' }).getByRole('link', { name: '7 d' })
  await expect(range).toHaveAttribute('aria-current', 'true')
})

/** Opens a page, and holds its code back until the person has acted. */
async function actEarly(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  let come = (): void => undefined
  const coming = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route('**/*.js', async (route) => {
    await coming
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  await act()
  come()
}

test('what is pressed before the page’s code has come is done once it has', async ({ page, inTurn }) => {
  const button = page.getByRole('button', { name: 'Sign in', exact: true })
  const columns = page.getByRole('button', { name: 'Columns and density' })
  await inTurn(async () => {
    await actEarly(page, '/sign-in', async () => {
      await page.getByLabel('User name').fill('analyst')
      await page.getByLabel('Password').fill('analyst')
      await button.click()
      await button.click()
    })
    await expect(columns).toBeVisible()
  })
  await actEarly(page, '/', async () => {
    await columns.click()
    await expect(columns).toHaveAttribute('aria-expanded', 'false')
  })
  await expect(columns).toHaveAttribute('aria-expanded', 'true')

  const help = page.getByRole('dialog', { name: 'Keys' })
  await actEarly(page, '/', async () => {
    await columns.waitFor()
    await page.keyboard.press('?')
    await expect(help).toHaveCount(0)
  })
  await expect(help).toBeVisible()
})

test('what is typed before the page’s code has come is taken then', async ({ page, signIn }) => {
  await signIn(page)
  const filter = page.getByRole('combobox', { name: 'Filter' })
  await actEarly(page, '/', async () => {
    await filter.waitFor()
    await page.keyboard.press('/')
    await expect(filter).toBeFocused()
    await page.keyboard.type('status=active')
    await page.keyboard.press('Enter')
  })
  await expect(page.getByRole('button', { name: 'Edit: status is active' })).toBeVisible()
  await expect(page).toHaveURL(/q=status%3Dactive/)
  await expect(filter).toHaveValue('')

  await actEarly(page, '/go', async () => {
    await page.getByLabel('Alert JSON').fill(JSON.stringify({ agent: { id: '003' } }))
    await page.getByRole('button', { name: 'Find' }).click()
  })
  await expect(page).toHaveURL(/\/agents\/demo\/003$/)
})
