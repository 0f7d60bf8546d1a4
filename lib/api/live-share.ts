import { type LiveEvent, liveEvent } from '#lib/contract/live.ts'
import { z } from '#lib/contract/zod.ts'
import { type LiveEnd, readLive } from './live-stream.ts'

const NAME = 'rollcall-live'
/** A stream that ends is opened again after this long, longer each time, and by chance, so that not all browsers come back at once. */
const RETRY_MS = 1000
const RETRY_MAX_MS = 30_000
const FULL_MS = 60_000
/** A tab that hears nothing from the one with the stream for this long asks for itself what is new; a beat comes every 15 s. */
const SILENCE_MS = 50_000

const tabMessage = z.discriminatedUnion('kind', [
  /** A tab has come and wants to know how things are. */
  z.object({ kind: z.literal('ask') }),
  z.object({ kind: z.literal('event'), event: liveEvent }),
  /** There is no stream; `signedOut` because nobody is signed in. */
  z.object({ kind: z.literal('down'), signedOut: z.boolean() }),
])
type TabMessage = z.infer<typeof tabMessage>

/** What a page learns: an event of the stream, or that there is no stream now. */
export type LiveNews = Exclude<TabMessage, { kind: 'ask' }>

/**
 * One event stream for all tabs of a browser, which may have only a few connections to a server: the tab that holds a lock has it and
 * tells the others. Without locks (over plain HTTP from elsewhere) there is no stream, and `onNews` is told so.
 * @returns the way to stop; another tab takes over then
 */
export function shareLive(onNews: (news: LiveNews) => void): () => void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined' || typeof TextDecoderStream === 'undefined') {
    onNews({ kind: 'down', signedOut: false })
    return () => undefined
  }
  const stopped = new AbortController()
  const channel = new BroadcastChannel(NAME)
  let watch: ReturnType<typeof setTimeout> | undefined
  /** What a tab that comes later has to know; `null` in tabs that follow. */
  let latest: LiveNews | null = null

  const hear = (news: LiveNews) => {
    clearTimeout(watch)
    watch = setTimeout(() => onNews({ kind: 'down', signedOut: false }), SILENCE_MS)
    onNews(news)
  }
  const tell = (news: LiveNews) => {
    if (news.kind === 'down' || news.event.kind === 'hello') latest = news
    else if (news.event.kind === 'change' && latest?.kind === 'event' && latest.event.kind === 'hello')
      latest = { kind: 'event', event: { ...latest.event, managers: news.event.managers } }
    channel.postMessage(news)
    hear(news)
  }
  channel.addEventListener('message', ({ data }) => {
    const message = tabMessage.safeParse(data).data
    if (message?.kind === 'ask') {
      if (latest) channel.postMessage(latest)
    } else if (message) hear(message)
  })
  channel.postMessage({ kind: 'ask' } satisfies TabMessage)

  const lead = async () => {
    latest = { kind: 'down', signedOut: false }
    for (let failures = 0; !stopped.signal.aborted; ) {
      const end = await readLive(stopped.signal, (event: LiveEvent) => {
        if (event.kind === 'hello') failures = 0
        if (event.kind !== 'end') tell({ kind: 'event', event })
      })
      if (stopped.signal.aborted) return
      tell({ kind: 'down', signedOut: end === 'refused' })
      await pause(waitMs(end, failures++), stopped.signal)
    }
  }
  navigator.locks.request(NAME, { signal: stopped.signal }, lead).catch(() => undefined)
  return () => {
    stopped.abort()
    clearTimeout(watch)
    channel.close()
  }
}

function waitMs(end: LiveEnd, failures: number): number {
  const longest = end === 'lost' ? Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(failures, 10)) : FULL_MS
  return longest * (0.5 + Math.random() / 2)
}

/** Waits, and comes back at once when the browser is online again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
