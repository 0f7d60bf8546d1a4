import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Rollcall, startRollcall } from '#e2e/rollcall.ts'
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs'
import { takeWalls } from './shots-wall.ts'

const FOLDER = 'shots'
const SIZES = { desktop: [1440, 900], phone: [390, 844], wall: [1920, 1080] } as const
const THEMES = ['light', 'dark'] as const

/** One state of the product and the pages worth looking at in it. */
interface Scene {
  name: string
  start: () => Promise<Rollcall>
  /** Brings the running product into the state. */
  arrange?: (rollcall: Rollcall, page: Page) => Promise<void>
  pages: Record<string, string | ((page: Page, url: string, rollcall: Rollcall) => Promise<void>)>
  /** Account to sign in with, `analyst` unless said; `null` stays outside. */
  as?: string | null
  /** Pictures of the whole page, as far down as it goes. */
  whole?: boolean
}

/** Agents that answer what they are asked. */
const ABLE = 'status=active version>=4.14 silentFor<30s'
const demoEnv = { ROLLCALL_DEMO: '1' }
/** Of one that was there for the pictures before. */
let removedId = ''

const SCENES: Scene[] = [
  {
    name: 'signed-out',
    start: () => startRollcall({ env: demoEnv }),
    as: null,
    pages: { 'sign-in': '/sign-in?next=%2Fagents%2Fdemo%2F001', refused: refusedSignIn },
  },
  {
    name: 'fleet',
    start: () => startRollcall({ demo: { agents: 2000, seed: 7 }, env: demoEnv }),
    pages: {
      endpoints: '/',
      filtered: '/?q=status%3Ddisconnected',
      'no-match': '/?q=name%3Dnobody-has-this-name',
      'bad-query': '/?q=statsu%3Dactive',
      agent: '/agents/demo/001',
      disconnected: firstDisconnected,
      'not-found': '/agents/demo/999999',
    },
  },
  {
    name: 'limited',
    start: () => startRollcall({ demo: { agents: 2000, seed: 7 }, env: demoEnv }),
    as: 'branch',
    pages: {
      endpoints: '/',
      filtered: '/?q=status%3Ddisconnected',
      'no-match': '/?q=name%3Dnobody-has-this-name',
      agent: firstDisconnected,
      forbidden: '/agents/demo/001',
      account: accountMenu,
    },
  },
  {
    name: 'agent',
    start: () => startRollcall({ demo: { agents: 2000, seed: 7 }, env: demoEnv }),
    as: 'wazuh',
    whole: true,
    arrange: passComplete,
    pages: {
      active: (page, url) => agentThat(page, url, ABLE),
      inventory: (page, url) => opened(page, url, 'Inventory', 'Packages'),
      record: (page, url) => opened(page, url, 'Record'),
      disconnected: (page, url) => agentThat(page, url, 'status=disconnected'),
      'never-connected': (page, url) => agentThat(page, url, 'status=never_connected'),
      beside: besideList,
      removed,
    },
  },
  { name: 'nothing', start: () => startRollcall({ env: demoEnv }), as: 'nobody', pages: { endpoints: '/' } },
  {
    name: 'warned',
    start: () => startRollcall({ env: { MANAGER_USER: 'wazuh', MANAGER_PASSWORD: 'wazuh' } }),
    as: 'wazuh',
    arrange: passComplete,
    pages: { endpoints: '/' },
  },
  {
    name: 'part',
    start: () => startRollcall({ env: { MANAGER_USER: 'branch', MANAGER_PASSWORD: 'branch' } }),
    arrange: passComplete,
    pages: { endpoints: '/' },
  },
  { name: 'empty', start: () => startRollcall({ demo: { agents: 0, seed: 7 } }), pages: { endpoints: '/' } },
  {
    name: 'first-pass',
    start: () => startRollcall({ demo: { agents: 20_000, seed: 7 }, prepare: slowPages }),
    arrange: passRunning,
    pages: { endpoints: '/' },
  },
  {
    name: 'unreachable',
    start: () => startRollcall({ demo: { agents: 500, seed: 7 } }),
    arrange: managerGone,
    pages: { endpoints: '/', agent: '/agents/main/001' },
  },
  {
    name: 'large',
    start: () => startRollcall({ demo: { agents: 100_000, seed: 7 } }),
    arrange: passComplete,
    pages: { endpoints: '/', filtered: '/?q=os.platform%3Dwindows%20not%20sync%3Dsynced' },
  },
]

await main()

async function main() {
  const only = process.argv.slice(2)
  const executablePath = await ensureChromium()
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  for (const scene of SCENES.filter((s) => only.length === 0 || only.includes(s.name))) await take(browser, scene)
  if (only.length === 0 || only.includes('wall')) await takeWalls(browser, FOLDER)
  await browser.close()
}

async function take(browser: Browser, scene: Scene) {
  const rollcall = await scene.start()
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    if (scene.as !== null) await signIn(page, rollcall.url, scene.as ?? 'analyst')
    await scene.arrange?.(rollcall, page)
    for (const [name, target] of Object.entries(scene.pages)) {
      for (const [size, [width, height]] of Object.entries(SIZES)) {
        for (const colorScheme of THEMES) {
          await page.setViewportSize({ width, height })
          await page.emulateMedia({ colorScheme })
          if (typeof target === 'string') await page.goto(rollcall.url + target)
          else await target(page, rollcall.url, rollcall)
          await settled(page)
          const file = path.join(FOLDER, `${scene.name}-${name}-${size}-${colorScheme}.png`)
          await page.screenshot({ path: file, fullPage: scene.whole ?? false })
          console.log(file)
          if (scene.name === 'fleet' && name === 'endpoints' && size === 'desktop' && colorScheme === 'light') {
            await page.screenshot({ path: 'docs/screenshot.png' })
          }
        }
      }
    }
    await context.close()
  } finally {
    await rollcall.stop()
  }
}

/** A page is worth a picture once nothing in it is busy and what comes late, the chart, is drawn. */
async function settled(page: Page) {
  await page.waitForLoadState('load')
  await page
    .waitForFunction(
      () =>
        document.querySelector('[aria-busy="true"]') === null &&
        [...document.querySelectorAll('.plot')].every((plot) => !plot.checkVisibility() || plot.querySelector('svg')),
      undefined,
      { timeout: 8000 },
    )
    .catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
}

async function signIn(page: Page, url: string, account: string) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User name').fill(account)
  await page.getByLabel('Password').fill(account)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'))
}

async function refusedSignIn(page: Page, url: string) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User name').fill('analyst')
  await page.getByLabel('Password').fill('not-it')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor()
}

async function accountMenu(page: Page, url: string) {
  await page.goto(url)
  await page.getByRole('button', { name: /^Account/ }).click()
}

async function firstDisconnected(page: Page, url: string) {
  await page.goto(`${url}/?q=status%3Ddisconnected`)
  // A click opens it beside the list where there is room.
  await page.goto(url + ((await page.locator('tbody th a').first().getAttribute('href')) ?? ''))
}

async function agentThat(page: Page, url: string, q: string) {
  await page.goto(`${url}/agents/demo/${await idOf(page, url, q)}`)
  await page
    .getByRole('region', { name: 'Live' })
    .getByText(/^asked|lists it as|never connected/)
    .first()
    .waitFor()
}

async function opened(page: Page, url: string, ...folds: string[]) {
  await agentThat(page, url, ABLE)
  for (const fold of folds) {
    await page.locator('summary', { hasText: new RegExp(`^${fold}`) }).click()
    await page.locator('.fold-body').getByText('Asking…').waitFor({ state: 'detached' })
  }
}

async function besideList(page: Page, url: string) {
  await page.goto(`${url}/?open=demo%2F${await idOf(page, url, ABLE)}`)
  await page.locator('tbody a').first().waitFor()
}

async function removed(page: Page, url: string, { demo }: Rollcall) {
  if (removedId === '') {
    removedId = await idOf(page, url, 'status=disconnected and os.platform=windows')
    demo.control.removeAgent(removedId)
    const isGone = async () => (await page.request.get(`${url}/api/agents/demo/${removedId}`)).status() === 404
    while (!(await isGone())) await page.waitForTimeout(500)
  }
  await page.goto(`${url}/agents/demo/${removedId}`)
}

async function idOf(page: Page, url: string, q: string): Promise<string> {
  const answer = await page.request.get(`${url}/api/agents?${new URLSearchParams({ q, sort: 'id', limit: '1' })}`)
  const found: { items: { id: string }[] } = await answer.json()
  return found.items[0]?.id ?? ''
}

async function managerGone(rollcall: Rollcall, page: Page) {
  await passComplete(rollcall, page)
  await rollcall.demo.stop()
  await waitForState(page, rollcall.url, (state) => state === 'unreachable')
}

/** Each page takes so long that the first pass is still running when the last picture is taken. */
function slowPages({ control }: Rollcall['demo']) {
  control.inject({ kind: 'slow', ms: 10_000, path: '/agents' })
}

async function passRunning({ url }: Rollcall, page: Page) {
  await waitForState(page, url, (_state, rows) => rows > 0)
}

async function passComplete(rollcall: Rollcall, page: Page) {
  await waitForState(page, rollcall.url, (state) => state === 'ok')
}

async function waitForState(page: Page, url: string, wanted: (state: string, rows: number) => boolean) {
  const deadline = Date.now() + 180_000
  for (;;) {
    const answer = await page.request.get(`${url}/api/sync`)
    const report: { managers: { state: string; progress: { rows: number } | null }[] } = await answer.json()
    const { managers } = report
    if (managers.length > 0 && managers.every(({ state, progress }) => wanted(state, progress?.rows ?? 0))) return
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(report.managers.map((m) => m.state))}`)
    await page.waitForTimeout(500)
  }
}
