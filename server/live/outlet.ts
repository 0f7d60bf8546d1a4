import type { LiveEvent } from '#lib/contract/live.ts'

type Change = Extract<LiveEvent, { kind: 'change' }>

/**
 * One reader's stream of server-sent events. What a slow reader has not taken yet is joined into one event, so that it never costs more
 * memory than that one; it takes it as soon as it reads again.
 */
export class Outlet {
  readonly stream: ReadableStream<Uint8Array>
  /** Since when the reader has not taken what waits for it; `null` while it reads. */
  waitingSince: number | null = null
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #joined: Change | null = null

  /** @param onGone called once when the reader leaves of itself */
  constructor(onGone: () => void) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
      },
      pull: () => {
        this.waitingSince = null
        const waiting = this.#joined
        this.#joined = null
        if (waiting) this.#write(waiting)
      },
      cancel: () => {
        this.#controller = null
        onGone()
      },
    })
  }

  send(event: LiveEvent, now: number): void {
    if (!this.#controller) return
    if ((this.#controller.desiredSize ?? 0) > 0) this.#write(event)
    else {
      this.waitingSince ??= now
      if (event.kind === 'change') this.#joined = join(this.#joined, event)
    }
  }

  /** Says why and ends the stream; a reader that takes nothing is cut off. */
  end(why: Extract<LiveEvent, { kind: 'end' }>['why']): void {
    if (!this.#controller) return
    this.#write({ kind: 'end', why })
    this.#controller.close()
    this.#controller = null
  }

  /** Drops the connection, with what still waits on it. */
  cut(): void {
    this.#controller?.error(new Error('the reader does not read'))
    this.#controller = null
  }

  #write(event: LiveEvent): void {
    this.#controller?.enqueue(new TextEncoder().encode(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`))
  }
}

function join(earlier: Change | null, later: Change): Change {
  if (!earlier) return later
  const { rows, pass, rights } = earlier
  return { ...later, rows: rows || later.rows, pass: pass || later.pass, rights: rights || later.rights }
}
