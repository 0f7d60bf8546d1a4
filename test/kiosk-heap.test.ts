import { chromium } from '@playwright/test'
import { expect, it } from 'vitest'
import { CHROMIUM_ARGS, ensureChromium } from '#cli/chromium.mjs'
import { startRollcall } from '#e2e/rollcall.ts'
import { kioskBoard } from '#lib/contract/kiosk.ts'

const long = process.env['ROLLCALL_LONG'] === '1'
const UPDATES = 100_000
/** What the page holds before anything is compared: caches of the browser fill at first. */
const WARM_UP = 5000
const GROWTH_MAX = 5 * 1024 * 1024

/**
 * A day on the wall in minutes: the page's own requests are answered in it with boards that all differ, the next one told of by the event
 * stream as soon as one was asked for. Everything that is measured is the product's page as it was built.
 */
it.runIf(long)(`draws ${UPDATES} boards without keeping any of them`, async () => {
  const rollcall = await startRollcall({ demo: { agents: 200 } })
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS })
  try {
    const context = await browser.newContext({ baseURL: rollcall.url, viewport: { width: 1920, height: 1080 } })
    const page = await context.newPage()
    await page.goto('/kiosk')
    const code = (await page.getByTestId('code').locator('[aria-hidden]').allTextContents()).join('')
    const desk = await browser.newContext({ baseURL: rollcall.url })
    await desk.request.post('/api/session', { data: { username: 'analyst', password: 'analyst' } })
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString()
    await desk.request.post('/api/kiosks', { data: { code, name: 'wall', names: true, until } })
    const board = kioskBoard.parse(await (await context.request.get('/api/kiosk/board')).json())
    await page.addInitScript(answerItself, JSON.stringify(board))
    await page.goto('/kiosk')
    const cdp = await context.newCDPSession(page)
    const drawn = () => page.evaluate(() => Number(document.documentElement.dataset['boards'] ?? 0))
    const drawUntil = (count: number) => expect.poll(drawn, { timeout: 6 * 3_600_000, interval: 1000 }).toBeGreaterThan(count)
    const measure = async () => {
      await cdp.send('HeapProfiler.collectGarbage')
      const { usedSize } = await cdp.send('Runtime.getHeapUsage')
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
      return { usedSize, nodes, jsEventListeners }
    }
    await drawUntil(WARM_UP)
    const before = await measure()
    await drawUntil(UPDATES)
    const after = await measure()
    process.stdout.write(`after ${await drawn()} boards: ${JSON.stringify({ before, after })}
`)
    expect(after.usedSize - before.usedSize).toBeLessThan(GROWTH_MAX)
    expect(after.nodes - before.nodes).toBeLessThan(500)
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(50)
    expect(await page.locator('main').textContent()).toContain('data as of')
  } finally {
    await browser.close()
    await rollcall.stop()
  }
})

/** Runs in the page: its requests are answered there, each board with other numbers, names and times. */
function answerItself(given: string): void {
  const real = window.fetch
  // Changes are spread over a moment, which no test needs.
  Math.random = () => 0
  let tell: () => void = () => undefined
  let count = 0
  let build = ''
  const json = (value: unknown) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })
  const iso = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  window.fetch = async (target, init) => {
    const path = String(target)
    if (path === '/api/kiosk') {
      build ||= (await (await real(target)).json()).build
      return json({ build, now: iso(0), screen: { state: 'paired' } })
    }
    if (path === '/api/kiosk/board') {
      const board = JSON.parse(given)
      count++
      document.documentElement.dataset['boards'] = String(count)
      const disconnected = (count * 7) % 190
      tell()
      return json({
        ...board,
        ...{ now: iso(0), total: 200, active: 200 - disconnected, notReporting: disconnected, expectedDown: 0 },
        byStatus: { disconnected, never_connected: 0, other: 0 },
        hour: {
          went: count % 50,
          back: count % 40,
          net: disconnected - 90,
          newest: [{ name: `host-${count}`, direction: 'down', at: iso(-5) }],
        },
        events: [
          {
            direction: 'down',
            from: iso(-60),
            to: iso(-50),
            count: 10 + (count % 90),
            still: 10,
            backBy: null,
            what: `group-${count}`,
          },
        ],
        managers: board.managers.map((manager: object) => ({ ...manager, lastSyncAt: iso(-2), freshUntil: iso(60) })),
        chart: {
          ...{ from: iso(-86_400), to: iso(0), gaps: [] },
          points: Array.from({ length: 96 }, (_, at) => ({
            at: iso((at - 96) * 900),
            counts: { disconnected: (count * at) % 170, never_connected: 3, other: at % 5 },
          })),
        },
      })
    }
    if (path === '/api/kiosk/live') {
      const text = new TextEncoder()
      const change = { kind: 'change', rows: true, pass: true, rights: false, managers: [] }
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (event: object) => controller.enqueue(text.encode(`data: ${JSON.stringify(event)}\n\n`))
          send({ kind: 'hello', beatSeconds: 15, managers: [] })
          send(change)
          tell = () => send(change)
        },
      })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
    }
    return real(target, init)
  }
}
