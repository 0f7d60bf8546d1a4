import { type KioskBoard, type KioskState, kioskBoard, kioskState } from '#lib/contract/kiosk.ts'
import type { Schema } from '#lib/contract/zod.ts'
import { ApiError } from './api-error.ts'
import { fetchJson } from './fetch-json.ts'
import { type LiveEnd, readLive } from './live-stream.ts'

/** Between two questions where the screen stands; also how soon a lost connection is noticed, with the patience below. */
const ASK_MS = 4000
/** While a code is shown, and while there is no event stream to say that the screen was disconnected. */
const ASK_QUICK_MS = 1500
const PATIENCE_MS = 4000
/** Beside the stream, for what no event tells: time that goes by. */
const BOARD_MS = 15_000
/** Rows that change within a pass are asked for this often at most. */
const ROWS_MS = 2000
/** A stream that was lost is asked for again after so long, up to that. */
const RETRY_MS = 1000
const RETRY_MAX_MS = 5000
/** Nothing was asked for longer than this: the machine slept. */
const SLEPT_MS = 20_000

/** What a screen knows. */
export interface KioskView {
  readonly screen: KioskState['screen']
  readonly board: KioskBoard | null
  /** Milliseconds to add to this machine's clock for the dashboard's. */
  readonly offsetMs: number
  /** By the dashboard's clock, since when it does not answer; `null` while it does. */
  readonly lostSince: number | null
  /** The dashboard was built anew since this page was loaded. */
  readonly outdated: boolean
}

/**
 * Keeps what a screen shows up to date for as long as the page is open: it asks where it stands every few seconds, and for the board when
 * the event stream says that something changed. Nothing of earlier answers is kept.
 */
export class KioskFeed {
  readonly #build: string
  readonly #listeners = new Set<() => void>()
  #view: KioskView
  #stop = new AbortController()
  #streaming = false
  #streamed = false
  #asking = false
  #boardAt = 0
  #boardDue: ReturnType<typeof setTimeout> | undefined
  #askDue: ReturnType<typeof setTimeout> | undefined
  #askedAt = Date.now()
  /** When anything was last answered, by the dashboard's clock. */
  #heardAt: number

  /** @param first what the page was sent with */
  constructor(first: KioskState & { board: KioskBoard | null }) {
    this.#build = first.build
    this.#heardAt = Date.parse(first.now)
    this.#view = {
      screen: first.screen,
      board: first.board,
      offsetMs: this.#heardAt - Date.now(),
      lostSince: null,
      outdated: false,
    }
  }

  readonly get = (): KioskView => this.#view

  /** The first listener starts it, the last one stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#end()
    }
  }

  /** The network is back, or the page is looked at again. */
  readonly wake = (): void => {
    clearTimeout(this.#askDue)
    void this.#ask()
  }

  #start(): void {
    this.#stop = new AbortController()
    window.addEventListener('online', this.wake)
    document.addEventListener('visibilitychange', this.wake)
    this.wake()
  }

  #end(): void {
    this.#stop.abort()
    clearTimeout(this.#askDue)
    clearTimeout(this.#boardDue)
    this.#boardDue = undefined
    window.removeEventListener('online', this.wake)
    document.removeEventListener('visibilitychange', this.wake)
  }

  /** Asks where the screen stands, and goes on asking. */
  async #ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    const { signal } = this.#stop
    const slept = Math.abs(Date.now() - this.#askedAt) > SLEPT_MS
    this.#askedAt = Date.now()
    try {
      const { build, now, screen } = await this.#fetch('/api/kiosk', kioskState)
      this.#heard(Date.parse(now))
      this.#set({ screen, outdated: build !== this.#build, ...(screen.state === 'paired' ? {} : { board: null }) })
      if (screen.state === 'paired') {
        void this.#stream()
        if (slept || this.#view.board === null || Date.now() - this.#boardAt >= BOARD_MS) this.#wantBoard(0)
      }
    } catch {
      this.#missed()
    }
    this.#asking = false
    if (signal.aborted) return
    const { state } = this.#view.screen
    const quick = state === 'waiting' || (state === 'paired' && !this.#streamed)
    this.#askDue = setTimeout(() => void this.#ask(), quick ? ASK_QUICK_MS : ASK_MS)
  }

  #wantBoard(ms: number): void {
    if (this.#boardDue !== undefined && ms > 0) return
    clearTimeout(this.#boardDue)
    this.#boardDue = setTimeout(() => {
      this.#boardDue = undefined
      void this.#readBoard()
    }, ms)
  }

  async #readBoard(): Promise<void> {
    try {
      const board = await this.#fetch('/api/kiosk/board', kioskBoard)
      this.#boardAt = Date.now()
      this.#heard(Date.parse(board.now))
      // It may have been disconnected while this was under way.
      if (this.#view.screen.state === 'paired') this.#set({ board })
    } catch (error) {
      if (error instanceof ApiError && (error.code === 'unauthenticated' || error.code === 'no_permission')) this.#gone()
      else this.#missed()
    }
  }

  /** One stream while the screen is connected; tried again for ever, gently. */
  async #stream(): Promise<void> {
    if (this.#streaming) return
    this.#streaming = true
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted && this.#view.screen.state === 'paired'; failures++) {
      const end: LiveEnd = await readLive(
        signal,
        (event) => {
          if (event.kind === 'hello') failures = 0
          this.#streamed = event.kind !== 'end'
          if (event.kind === 'change') this.#wantBoard(event.pass || event.rights ? Math.random() * 200 : ROWS_MS)
        },
        '/api/kiosk/live',
      )
      this.#streamed = false
      if (end === 'refused') this.#gone()
      // The line broke: whether the dashboard is there is asked now, not at the next turn.
      else if (end === 'lost' && !signal.aborted) this.wake()
      await pause(Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2), signal)
    }
    this.#streaming = false
  }

  /** The screen may show nothing any more: it is blank at once, and asks why. */
  #gone(): void {
    if (this.#stop.signal.aborted) return
    if (this.#view.screen.state === 'paired') this.#set({ screen: { state: 'ended', why: 'revoked' }, board: null })
    this.wake()
  }

  #heard(at: number): void {
    this.#heardAt = at
    const offsetMs = at - Date.now()
    // A difference of less than a second is the way that the answer took.
    this.#set({ lostSince: null, ...(Math.abs(offsetMs - this.#view.offsetMs) > 1000 ? { offsetMs } : {}) })
  }

  #missed(): void {
    if (!this.#stop.signal.aborted) this.#set({ lostSince: this.#heardAt })
  }

  async #fetch<T>(path: string, schema: Schema<T>): Promise<T> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), PATIENCE_MS)
    const stop = () => late.abort()
    this.#stop.signal.addEventListener('abort', stop)
    try {
      return await fetchJson(path, schema, { signal: late.signal })
    } finally {
      clearTimeout(timer)
      this.#stop.signal.removeEventListener('abort', stop)
    }
  }

  #set(part: Partial<KioskView>): void {
    this.#view = { ...this.#view, ...part }
    for (const listener of [...this.#listeners]) listener()
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
