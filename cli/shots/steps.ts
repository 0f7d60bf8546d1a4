import type { Page } from '@playwright/test'
import type { Rollcall } from '#e2e/rollcall.ts'

/** Agents that answer what they are asked. */
const ABLE = 'status=active version>=4.14 silentFor<30s'
const PATIENCE_MS = 180_000

export async function signIn(page: Page, url: string, account: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User name').fill(account)
  await page.getByLabel('Password').fill(account)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'))
}

export async function refusedSignIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('not-it')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor()
}

/** @param name of the button that opens something over the page at `path` */
export function pressed(name: string | RegExp, path = '/') {
  return async (page: Page, url: string): Promise<void> => {
    await page.goto(url + path)
    await page.getByRole('button', { name }).filter({ visible: true }).first().click()
  }
}

/** @param keys one after the other, such as those that open the palette */
export function typed(...keys: readonly string[]) {
  return async (page: Page, url: string): Promise<void> => {
    await page.goto(url)
    await page.locator('tbody a').first().waitFor()
    for (const key of keys) await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
  }
}

/** The page of the first agent that a filter finds, once what it says of itself has come. */
export function agentThat(q: string = ABLE, search = '') {
  return async (page: Page, url: string): Promise<void> => {
    await page.goto(`${url}/agents/demo/${await idOf(page, url, q)}${search}`)
    await page
      .getByRole('region', { name: 'Live' })
      .getByText(/^asked|lists it as|never connected/)
      .first()
      .waitFor()
  }
}

/** The page of an able agent with these folds open. */
export function opened(...folds: readonly string[]) {
  return async (page: Page, url: string): Promise<void> => {
    await agentThat()(page, url)
    for (const fold of folds) {
      await page.locator('summary', { hasText: new RegExp(`^${fold}`) }).click()
      await page.locator('.fold-body').getByText('Asking…').waitFor({ state: 'detached' })
    }
  }
}

/** An agent beside the list where there is room for it, else its page. */
export function besideList(q: string = ABLE) {
  return async (page: Page, url: string): Promise<void> => {
    // Where there is no room it goes on to the page before it is whole.
    await page.goto(`${url}/?open=demo%2F${await idOf(page, url, q)}`, { waitUntil: 'commit' })
    await page.getByRole('region', { name: 'History' }).waitFor()
  }
}

/** The chart on the first page with a moment of it chosen, in a time that many changes fell into. */
export async function momentOfChart(page: Page, url: string): Promise<void> {
  const report: { events: { from: string }[] } = await (await page.request.get(`${url}/api/events`)).json()
  const at = report.events[0]?.from ?? new Date(Date.now() - 3_600_000).toISOString()
  await page.goto(`${url}/?moment=${encodeURIComponent(at)}`)
}

/** @returns id of the first agent that fits; '' for none */
export async function idOf(page: Page, url: string, q: string): Promise<string> {
  const answer = await page.request.get(`${url}/api/agents?${new URLSearchParams({ q, sort: 'id', limit: '1' })}`)
  const found: { items: { id: string }[] } = await answer.json()
  return found.items[0]?.id ?? ''
}

/** What is asked of `/api` gets no answer: the page as long as it waits. */
export async function withoutAnswers({ url }: Rollcall, page: Page): Promise<void> {
  await page.route(`${url}/api/**`, () => undefined)
}

/** Our own server refuses what is asked of `/api` with the failure that nobody foresaw. */
export async function withFailures({ url }: Rollcall, page: Page): Promise<void> {
  const problem = {
    type: 'about:blank',
    title: 'Something went wrong here',
    status: 500,
    code: 'internal',
    detail: 'Try again; if it stays, look for request 7f3c19d2 in the log.',
    requestId: '7f3c19d2',
  }
  await page.route(
    (to) => to.href.startsWith(`${url}/api/`) && !/\/api\/(session|settings|sync|live)/.test(to.pathname),
    (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
}

export async function managerGone(rollcall: Rollcall, page: Page): Promise<void> {
  await passComplete(rollcall, page)
  await rollcall.demo.stop()
  await waitForState(page, rollcall.url, (state) => state === 'unreachable')
}

/** Each page takes so long that the first pass is still running when the last picture is taken. */
export function slowPages({ control }: Rollcall['demo']): void {
  control.inject({ kind: 'slow', ms: 10_000, path: '/agents' })
}

export async function passRunning({ url }: Rollcall, page: Page): Promise<void> {
  await waitForState(page, url, (_state, rows) => rows > 0)
}

export async function passComplete(rollcall: Rollcall, page: Page): Promise<void> {
  await waitForState(page, rollcall.url, (state) => state === 'ok')
}

async function waitForState(page: Page, url: string, wanted: (state: string, rows: number) => boolean) {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await page.request.get(`${url}/api/sync`)
    const report: { managers: { state: string; progress: { rows: number } | null }[] } = await answer.json()
    const { managers } = report
    if (managers.length > 0 && managers.every(({ state, progress }) => wanted(state, progress?.rows ?? 0))) return
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(report.managers.map((m) => m.state))}`)
    await page.waitForTimeout(500)
  }
}
