import type { Page } from '@playwright/test'
import { z } from 'zod'

const entries = z.object({
  lcpMs: z.number(),
  shifts: z.array(
    z.object({ startTime: z.number(), value: z.number(), hadRecentInput: z.boolean(), moved: z.array(z.string()) }),
  ),
  events: z.array(z.object({ name: z.string(), duration: z.number(), interactionId: z.number() })),
  listAtMs: z.number(),
  scripts: z.array(z.object({ startTime: z.number(), transferSize: z.number() })),
})
export type PageEntries = z.infer<typeof entries>

const GAP_MS = 1000
const SESSION_MS = 5000
/** The browser reports no interaction that was quicker than this. */
const LEAST_EVENT_MS = 16

/** Has every document of the page from now on keep what the browser measures, from its first moment on. */
export async function keepEntries(page: Page): Promise<void> {
  // No function in it has a name: the bench's own compiler would add what the page does not have.
  await page.addInitScript((least) => {
    const kept = { lcpMs: 0, shifts: [] as unknown[], events: [] as unknown[], listAtMs: 0 }
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) kept.lcpMs = startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[] = Reflect.get(entry, 'sources')
        const moved = sources.map(({ node, previousRect: from, currentRect: to }) => {
          const element = node instanceof Element ? node : node?.parentElement
          const name = `${element?.localName} ${element?.getAttribute('class') ?? ''} “${node?.textContent?.slice(0, 40)}”`
          return `${name} from ${from.x},${from.y} ${from.width}×${from.height} to ${to.x},${to.y} ${to.width}×${to.height}`
        })
        kept.shifts.push({ ...entry.toJSON(), moved })
      }
    }).observe({ type: 'layout-shift', buffered: true })
    const timing: PerformanceObserverInit & { durationThreshold: number } = {
      ...{ type: 'event', buffered: true, durationThreshold: least },
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kept.events.push({ interactionId: 0, ...entry.toJSON() })
    }).observe(timing)
    new MutationObserver((_, observer) => {
      if (!document.querySelector('tbody th a')) return
      kept.listAtMs = performance.now()
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
    performance.setResourceTimingBufferSize(2000)
    Object.assign(window, { keptEntries: kept })
  }, LEAST_EVENT_MS)
}

/** What was kept since the document was opened. */
export async function readEntries(page: Page): Promise<PageEntries> {
  // An event is reported with the paint after it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))
  return entries.parse(
    await page.evaluate(() => ({
      ...Reflect.get(window, 'keptEntries'),
      scripts: performance.getEntriesByType('resource').flatMap((entry) => (entry.name.endsWith('.js') ? [entry.toJSON()] : [])),
    })),
  )
}

/** The worst session of unexpected shifts: at most five seconds long, without a second in which nothing moved. */
export function layoutShift({ shifts }: PageEntries): number {
  let [worst, sum, first, last] = [0, 0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { startTime, value, hadRecentInput } of shifts) {
    if (hadRecentInput) continue
    if (startTime - last > GAP_MS || startTime - first > SESSION_MS) [sum, first] = [0, startTime]
    sum += value
    last = startTime
    worst = Math.max(worst, sum)
  }
  return worst
}

/** What moved in the largest of the unexpected shifts, one line each; none when nothing did. */
export function largestShift(loads: readonly PageEntries[]): readonly string[] {
  const all = loads.flatMap(({ shifts }) => shifts.filter(({ hadRecentInput }) => !hadRecentInput))
  const [largest] = all.sort((a, b) => b.value - a.value)
  return largest
    ? largest.moved.map((moved) => `${largest.value.toFixed(4)} at ${largest.startTime.toFixed(0)} ms: ${moved}`)
    : []
}

/** The longest event of each interaction after the first `known` events, in milliseconds. */
export function interactions({ events }: PageEntries, known: number): number[] {
  const longest = new Map<number, number>()
  for (const { interactionId, duration } of events.slice(known)) {
    if (interactionId > 0) longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0))
  }
  return [...longest.values()]
}

/** Kilobytes of scripts that were asked for up to a time, as they came over the network. */
export function scriptKb({ scripts }: PageEntries, untilMs = Number.POSITIVE_INFINITY): number {
  return scripts.reduce((sum, { startTime, transferSize }) => sum + (startTime <= untilMs ? transferSize : 0), 0) / 1024
}
