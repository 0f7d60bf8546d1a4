const MINUTE_MS = 60_000
/** A page that was loaded anew for another build waits so long before it does so again: two servers must not play ball with it. */
const AGAIN_MS = 10 * MINUTE_MS

interface Page {
  /** Whether the dashboard serves this page now. */
  readonly isServed: () => Promise<boolean>
  readonly reload: () => void
  /** When this browser was last made to load anew, epoch milliseconds; 0: never, or it is not known. */
  readonly last: { get(): number; set(at: number): void }
}

/**
 * Loads the page anew at the top of a minute, so that the screens of a wall do it together, and only when the dashboard serves it then: a
 * browser that was refused stays at its own error page. @returns stops it
 */
export function loadAnew({ isServed, reload, last }: Page): () => void {
  let timer: ReturnType<typeof setTimeout>
  let over = false
  const wait = () => {
    timer = setTimeout(() => void attempt(), MINUTE_MS - (Date.now() % MINUTE_MS))
  }
  const attempt = async () => {
    const now = Date.now()
    const isTime = Math.abs(now - last.get()) >= AGAIN_MS && (await isServed())
    if (over) return
    if (!isTime) return wait()
    last.set(now)
    reload()
    // Whatever comes of it: a page that is still here tries again.
    wait()
  }
  wait()
  return () => {
    over = true
    clearTimeout(timer)
  }
}
