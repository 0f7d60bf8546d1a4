import AxeBuilder from '@axe-core/playwright'
import { test as base, type Cookie, expect, type Page } from '@playwright/test'
import { LISTENING } from '#components/shell/early-events.ts'
import { MAX_PER_ADDRESS_A_MINUTE } from '#server/services/people/sign-in-limits.ts'
import { hasRead } from './has-read.ts'
import { holdStatuses } from './hold-statuses.ts'
import { type Rollcall, startRollcall } from './rollcall.ts'

interface Fixtures {
  /** Opens `to` signed in: through the page, as a person does, the first time or when `anew`; then with that session. */
  signIn: (page: Page, options?: { username?: string; to?: string; anew?: boolean }) => Promise<void>
  /** Says which console errors this test expects; any other fails it. */
  expectConsole: (pattern: RegExp) => void
}

const MINUTE_MS = 60_000

/** One built product with 500 living agents, whose statuses only tests change, for all tests of a worker; console errors fail the test. */
export const test = base.extend<
  Fixtures & { consoleGuard: undefined },
  { rollcall: Rollcall; sessions: Map<string, Cookie[]>; inTurn: InTurn; changesFleet: boolean }
>({
  // Files that remove and add agents set it: they get a worker, and so a product, apart from those that count on the fleet.
  changesFleet: [false, { option: true, scope: 'worker' }],
  rollcall: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const rollcall = await startRollcall({
        demo: { policies: { users: [{ id: 301, username: 'fickle', password: 'fickle', roles: [1] }] } },
        env: { ROLLCALL_DEMO: '1', FLAPPING_CHANGES: '4' },
        prepare: holdStatuses,
      })
      await hasRead(rollcall)
      await use(rollcall)
      await rollcall.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  // Sign-ins are limited by the minute, and the tests are faster than people.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  inTurn: [async ({}, use) => use(turns()), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],
  baseURL: async ({ rollcall }, use) => use(rollcall.url),
  page: async ({ page }, use) => {
    await waitForCode(page)
    await use(page)
  },
  expectConsole: async ({ page }, use) => {
    const expected: RegExp[] = []
    const seen: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') seen.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => seen.push(error.message))
    await use((pattern) => expected.push(pattern))
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
  },
  // Asking for expectConsole is enough: it watches from the start of every test.
  consoleGuard: [async ({ expectConsole: _watching }, use) => use(undefined), { auto: true }],
  signIn: async ({ baseURL, sessions, inTurn }, use) => {
    await use(async (page, { username = 'analyst', to = '/', anew = false } = {}) => {
      await waitForCode(page)
      const known = anew ? undefined : sessions.get(username)
      if (known) await page.context().addCookies(known)
      await page.goto(`${baseURL}${to}`)
      if (known) return expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill(username)
      await inTurn(async () => {
        await page.getByRole('button', { name: 'Sign in' }).click()
        await expect(page).not.toHaveURL(/sign-in/)
      })
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await listens(page)
      if (!anew) sessions.set(username, await page.context().cookies())
    })
  },
})

/** Signs in by `work`, no sooner than the product takes one more; whoever signs in at the worker's product without `signIn` asks for it. */
type InTurn = (work: () => Promise<void>) => Promise<void>

function turns(): InTurn {
  const ends: number[] = []
  return async (work) => {
    const passed = () => Date.now() - (ends.at(-MAX_PER_ADDRESS_A_MINUTE) ?? 0)
    await expect.poll(passed, { timeout: 2 * MINUTE_MS }).toBeGreaterThan(MINUTE_MS)
    await work()
    ends.push(Date.now())
  }
}

const watched = new WeakSet<Page>()

/**
 * From now on `page` has arrived at an address, and is loaded anew, when its code listens. That it takes what comes before is the
 * claim of tests that wait for less (`waitUntil`); all others mean what a page does, not when.
 */
export async function waitForCode(page: Page): Promise<void> {
  if (watched.has(page)) return
  watched.add(page)
  // After what was kept until then was done.
  await page.addInitScript((listening) => {
    Object.assign(window, { listens: false })
    addEventListener(listening, () => setTimeout(() => Object.assign(window, { listens: true })))
  }, LISTENING)
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (url, options) => {
    const answer = await goto(url, options)
    if (!options?.waitUntil) await listens(page)
    return answer
  }
  page.reload = async (options) => {
    const answer = await reload(options)
    await listens(page)
    return answer
  }
}

/** What is no page of ours has no code to wait for, and a page that nobody watches says nothing. */
async function listens(page: Page): Promise<void> {
  await page.waitForFunction(
    () => Reflect.get(window, 'listens') !== false || !document.querySelector('head > script:not([src])'),
  )
}

/** Lets the bars that stick to an edge lie where they belong, or stick again. */
async function unstick(page: Page, loose: boolean): Promise<void> {
  await page.evaluate(
    (position) => {
      for (const bar of document.querySelectorAll<HTMLElement>('.top, .tools, .foot')) bar.style.position = position
    },
    loose ? 'static' : '',
  )
}

const LATER_ROWS = 'tbody > tr:nth-child(n+25)'
const LONG = process.env['ROLLCALL_LONG'] === '1'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The themes differ in their colours alone (app/tokens.css), so these are the rules that a second theme can break. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** No finding of axe against WCAG 2.2 AA and its best practices, in both themes. */
export async function expectAccessible(page: Page, { everyRow = LONG } = {}): Promise<void> {
  // A link that lies half below a bar that sticks is no small link; where rows end up below one is chance.
  await unstick(page, true)
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion the colours are there at once, not on their way from the other theme.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // No page of ours has frames: without them the findings need no second page to be put together in.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
    if (colorScheme === 'light' || LONG) axe.withTags(RULES)
    else axe.withRules(RULES_OF_COLOURS)
    // Rows are made alike: a hundred of them cost half a minute and tell what the first ones do. One test looks at every row.
    if (!everyRow && (await page.locator(LATER_ROWS).count()) > 0) axe.exclude(LATER_ROWS)
    const result = await axe.analyze()
    expect(result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  }
  await unstick(page, false)
}

export { expect }
