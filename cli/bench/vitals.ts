import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { ZONE_COOKIE } from '#lib/contract/zone.ts'
import { CHROMIUM_ARGS, ensureChromium } from '../chromium.mjs'
import type { Limits } from './limits.ts'
import { spread } from './load.ts'
import type { Product } from './product.ts'
import { interactions, keepEntries, largestShift, layoutShift, type PageEntries, readEntries, scriptKb } from './vitals-probe.ts'

const LOADS = 7
const FILTERS = ['os.platform=windows ', 'status!=active web ', 'version<4.10 group=dmz ']
const SORTED = ['Name', 'Status', 'Since', 'Version', 'Heard', 'Name']
const OPENED = 8
const TURNED = 12
const ROWS_SCROLLED = 10_000
const SCROLL_PX = 90
const POPUPS = ['Columns and density', 'Export this list', 'Mark as expected down', 'Saved views']

type Spread = ReturnType<typeof spread>
export interface Vitals {
  readonly lcpMs: Spread
  readonly cls: number
  /** What moved in the largest shift. */
  readonly moved: readonly string[]
  readonly scriptKb: { readonly beforeList: number; readonly all: number }
  /** Longest event of each interaction, by what a person does. */
  readonly inpMs: Readonly<Record<string, Spread>>
  readonly frameMs: Spread
}

/** What the browser measures of the built list in Chromium: loading, shifting, answering and scrolling. */
export async function measureVitals(product: Product): Promise<Vitals> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS })
  try {
    const loads: PageEntries[] = []
    for (let i = 0; i < LOADS; i++) {
      const page = await freshPage(browser, product)
      await openList(page, product.url)
      loads.push(await readEntries(page))
      await page.context().close()
    }
    const lazy = await freshPage(browser, product)
    await openList(lazy, product.url)
    await touchLazyParts(lazy)
    const all = scriptKb(await readEntries(lazy))
    await lazy.context().close()

    const page = await freshPage(browser, product)
    await openList(page, product.url)
    const inpMs = {
      typing: await during(page, () => typeFilters(page)),
      sorting: await during(page, () => sortList(page)),
      opening: await during(page, () => openAgents(page)),
      paging: await during(page, () => turnPages(page)),
    }
    const frameMs = await scrollRows(page, product.url)
    const seen = [...loads, await readEntries(page)]
    return {
      lcpMs: spread(loads.map(({ lcpMs }) => lcpMs)),
      cls: Math.max(...seen.map(layoutShift)),
      moved: largestShift(seen),
      scriptKb: { beforeList: Math.max(...loads.map((load) => scriptKb(load, load.listAtMs))), all },
      inpMs,
      frameMs,
    }
  } finally {
    await browser.close()
  }
}

/** The limits of the list, at a hundred thousand agents over loopback. */
export function judgeVitals({ lcpMs, cls, moved, scriptKb, inpMs, frameMs }: Vitals, limits: Limits): void {
  limits.check(`largest contentful paint, median of ${LOADS} cold loads`, lcpMs.p50, 800, 'ms')
  limits.check('layout shift, worst', cls, 0.02, '')
  for (const line of moved) console.log(`    ${line}`)
  for (const [name, { p50, max }] of Object.entries(inpMs)) {
    limits.check(`${name}, worst interaction to paint (p50 ${p50.toFixed(0)})`, max, 100, 'ms')
  }
  limits.check(`frame while scrolling ${ROWS_SCROLLED.toLocaleString('en')} rows, p95`, frameMs.p95, 20, 'ms')
  limits.check('JavaScript before the list', scriptKb.beforeList, 220, 'KB')
  limits.check('JavaScript with everything lazy', scriptKb.all, 350, 'KB')
}

/** A signed-in page of a context that has nothing in its cache. */
async function freshPage(browser: Browser, { url, cookie }: Product): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split('=')
  // The page to sign in on, which everybody comes through, leaves the zone as well.
  const zone = { name: ZONE_COOKIE, value: Intl.DateTimeFormat().resolvedOptions().timeZone, url }
  await context.addCookies([{ name, value, url }, zone])
  const page = await context.newPage()
  await keepEntries(page)
  return page
}

/** The list with all that comes by itself after it. */
async function openList(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/`)
  await page.locator('tbody th a').first().waitFor()
  await page.locator('.plot svg').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  await settled(page)
}

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null)
}

async function during(page: Page, act: () => Promise<void>): Promise<Spread> {
  const known = (await readEntries(page)).events.length
  await act()
  const took = interactions(await readEntries(page), known)
  return spread(took)
}

async function typeFilters(page: Page): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Filter' })
  for (const text of FILTERS) {
    await box.click()
    await page.keyboard.type(text, { delay: 80 })
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await settled(page)
    await page.getByRole('button', { name: 'Clear the filter' }).first().click()
    await page.waitForURL((to) => !to.searchParams.has('q'))
    await settled(page)
  }
}

async function sortList(page: Page): Promise<void> {
  for (const name of SORTED) {
    const before = page.url()
    await page
      .getByRole('columnheader', { name: new RegExp(`^${name}`) })
      .getByRole('button')
      .first()
      .click()
    await page.waitForURL((to) => to.href !== before)
    await settled(page)
  }
}

async function openAgents(page: Page): Promise<void> {
  for (let i = 0; i < OPENED; i++) {
    const link = page.locator('tbody th a').nth(i)
    const name = (await link.textContent()) ?? ''
    await link.click()
    // On a page of its own, or beside the list where there is room.
    await page.getByRole('heading', { name, exact: true }).first().waitFor()
    await page.goBack()
    await page.getByRole('heading', { name, exact: true }).waitFor({ state: 'detached' })
    await settled(page)
  }
}

async function turnPages(page: Page): Promise<void> {
  for (let i = 0; i < TURNED; i++) await nextPage(page)
}

async function nextPage(page: Page): Promise<void> {
  const before = page.url()
  const next = page.getByRole('link', { name: 'Next page' })
  // After the last page comes the first.
  const isLast = (await next.getAttribute('aria-disabled')) === 'true'
  await (isLast ? page.getByRole('link', { name: 'First page' }) : next).click()
  await page.waitForURL((to) => to.href !== before)
  await settled(page)
}

/** Page after page of a hundred rows, each scrolled from its top to its end; times between two frames while it scrolls. */
async function scrollRows(page: Page, url: string): Promise<Spread> {
  const frames: number[] = []
  await page.goto(`${url}/`)
  await page.locator('tbody th a').first().waitFor()
  for (let rows = 0; rows < ROWS_SCROLLED; rows += 100) {
    if (rows > 0) await nextPage(page)
    frames.push(...(await page.evaluate(scrollToEnd, SCROLL_PX)))
  }
  if (frames.length < ROWS_SCROLLED / 10) throw new Error(`only ${frames.length} frames: the page did not scroll`)
  return spread(frames)
}

/** Runs in the page. */
async function scrollToEnd(px: number): Promise<number[]> {
  const frames: number[] = []
  window.scrollTo({ top: 0, behavior: 'instant' })
  let last = await new Promise<number>((next) => requestAnimationFrame(next))
  for (let before = -1; before !== window.scrollY; ) {
    before = window.scrollY
    window.scrollBy({ top: px, behavior: 'instant' })
    const now = await new Promise<number>((next) => requestAnimationFrame(next))
    frames.push(now - last)
    last = now
  }
  return frames
}

/** Everything of the list that has code of its own, once. */
async function touchLazyParts(page: Page): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Filter' })
  await box.click()
  await page.keyboard.type('sta')
  await page.getByRole('option').first().waitFor()
  // The whole fleet can't be marked, so the panel for that wants a filter.
  await box.fill('status=active')
  await box.press('Enter')
  await page.waitForURL(/q=/)
  await settled(page)
  for (const name of POPUPS) {
    const button = page.getByRole('main').getByRole('button', { name })
    await button.click()
    await page.getByRole('dialog', { name }).locator('button, input, a').first().waitFor()
    await button.click()
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').first().waitFor()
}
