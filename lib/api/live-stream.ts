import { type LiveEvent, liveEvent } from '#lib/contract/live.ts'
import { eventReader } from './event-text.ts'

/** How a stream ended: `refused` nobody is signed in, `full` there is no place for one, `lost` anything else. */
export type LiveEnd = 'refused' | 'full' | 'lost'

/** Silence for this many beats means that the line is dead. */
const BEATS_MISSED = 3
const FIRST_BEAT_SECONDS = 15

/** Reads an event stream until it ends or `signal` aborts; never rejects. */
export async function readLive(signal: AbortSignal, onEvent: (event: LiveEvent) => void, path = '/api/live'): Promise<LiveEnd> {
  const line = new AbortController()
  const stop = () => line.abort()
  signal.addEventListener('abort', stop)
  let beatSeconds = FIRST_BEAT_SECONDS
  let watch: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(watch)
    watch = setTimeout(stop, beatSeconds * BEATS_MISSED * 1000)
  }
  let end: LiveEnd = 'lost'
  try {
    heard()
    const init: RequestInit = { credentials: 'same-origin', cache: 'no-store', headers: { accept: 'text/event-stream' } }
    const response = await fetch(path, { ...init, signal: line.signal })
    if (response.status === 401) return 'refused'
    if (response.status === 429) return 'full'
    if (!response.ok || !response.body) return 'lost'
    const read = eventReader()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      heard()
      for (const data of read(value)) {
        const event = liveEvent.safeParse(JSON.parse(data)).data
        // A newer dashboard may send events that this page does not know yet.
        if (!event) continue
        if (event.kind === 'hello') beatSeconds = event.beatSeconds
        if (event.kind === 'end' && event.why === 'session') end = 'refused'
        onEvent(event)
      }
    }
  } catch {
    // The line broke, or the answer was none of ours: both are a lost stream.
  } finally {
    clearTimeout(watch)
    signal.removeEventListener('abort', stop)
    line.abort()
  }
  return end
}
