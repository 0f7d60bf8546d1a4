import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { CHROMIUM_ARGS, ensureChromium } from '#cli/chromium.mjs'
import { SCENES, type Scene } from './scenes.ts'
import { signIn } from './steps.ts'
import { takeWalls } from './walls.ts'

const FOLDER = 'shots'
const SIZES = { desktop: [1440, 900], phone: [390, 844], wall: [1920, 1080] } as const
const THEMES = ['light', 'dark'] as const
const PATIENCE_MS = 20_000
/** What a page asks for when it rests, the code of the chart, follows within this time. */
const REST_MS = 500
/** Of a page that waits on purpose: as long as it takes until what is meant to be seen of waiting is. */
const WAITING_MS = 1500

await main()

/** `npm run shots -- [SCENE | SCENE/PAGE …]`: pictures of every page in every state, in the folder `shots`; all without arguments. */
async function main() {
  const only = process.argv.slice(2)
  const isAsked = (name: string, page?: string) =>
    only.length === 0 ||
    only.includes(name) ||
    only.some((one) => one.startsWith(`${name}/`) && (!page || one === `${name}/${page}`))
  const executablePath = await ensureChromium()
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  for (const scene of SCENES.filter(({ name }) => isAsked(name))) await take(browser, scene, (page) => isAsked(scene.name, page))
  if (isAsked('wall')) await takeWalls(browser, FOLDER)
  await browser.close()
}

async function take(browser: Browser, scene: Scene, isAsked: (page: string) => boolean) {
  const rollcall = await scene.start()
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const asked = underWay(page)
    if (scene.as !== null) await signIn(page, rollcall.url, scene.as ?? 'analyst')
    await scene.arrange?.(rollcall, page)
    for (const [name, target] of Object.entries(scene.pages)) {
      if (!isAsked(name)) continue
      for (const [size, [width, height]] of Object.entries(SIZES)) {
        for (const colorScheme of THEMES) {
          const file = path.join(FOLDER, `${scene.name}-${name}-${size}-${colorScheme}.png`)
          // A page that is open would meet the other size by going elsewhere.
          await page.goto('about:blank')
          await page.setViewportSize({ width, height })
          await page.emulateMedia({ colorScheme })
          try {
            if (typeof target === 'string') await page.goto(rollcall.url + target)
            else await target(page, rollcall.url, rollcall)
            await (scene.waiting ? page.waitForTimeout(WAITING_MS) : settled(page, asked))
            // A bar that sticks would lie across a picture of the whole page.
            if (scene.whole) await page.evaluate(() => window.scrollTo(0, 0))
            console.log(file)
          } catch (error) {
            // The others are worth taking all the same.
            console.error(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
            process.exitCode = 1
          }
          await page.screenshot({ path: file, fullPage: scene.whole ?? false })
          if (file.endsWith('fleet-endpoints-desktop-light.png')) await page.screenshot({ path: 'docs/screenshot.png' })
        }
      }
    }
    await context.close()
  } finally {
    await rollcall.stop()
  }
}

/** What a page has asked for and not got yet; the stream of changes never ends and does not count. */
function underWay(page: Page): ReadonlySet<unknown> {
  const asked = new Set<unknown>()
  page.on('request', (request) => !request.url().endsWith('/live') && asked.add(request))
  page.on('requestfinished', (request) => asked.delete(request))
  page.on('requestfailed', (request) => asked.delete(request))
  return asked
}

/**
 * A page is worth a picture once nothing in it is busy or stands in for what comes, what comes late, the chart, is drawn, and it has
 * asked for nothing more for a while.
 * @throws Error when that does not come about
 */
async function settled(page: Page, asked: ReadonlySet<unknown>) {
  await page.waitForLoadState('load')
  const deadline = Date.now() + PATIENCE_MS
  for (let restedSince = Date.now(); Date.now() - restedSince < REST_MS; ) {
    await page.waitForTimeout(REST_MS / 5)
    if (asked.size > 0) restedSince = Date.now()
    if (Date.now() > deadline) throw new Error('it goes on asking')
  }
  await page.waitForFunction(
    () =>
      ![...document.querySelectorAll('[aria-busy="true"], .bone')].some((one) => one.checkVisibility()) &&
      [...document.querySelectorAll('.plot')].every((plot) => !plot.checkVisibility() || plot.querySelector('svg')) &&
      document.querySelector('h1') !== null,
    undefined,
    { timeout: PATIENCE_MS },
  )
  await page.evaluate(() => document.fonts.ready)
}
