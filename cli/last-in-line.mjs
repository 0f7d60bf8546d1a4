/** However long the line is, whoever stands at its end waits for about so many turns. */
const TURNS = 64
const FORGOTTEN = 1_000

/**
 * A line for work that may wait: a little of it in each turn of the event loop, one piece while the line is short, so that whatever
 * else has come by then goes first.
 * @returns {(work: () => void) => void} puts a piece at the end of the line; it never runs before that returns
 */
export function lastInLine() {
  /** @type {(() => void)[]} */
  let line = []
  let done = 0
  let isGoing = false
  const next = () => {
    const end = done + Math.ceil((line.length - done) / TURNS)
    try {
      while (done < end) line[done++]?.()
    } finally {
      // Also after a piece that threw: the others are not to wait for ever.
      if (done === line.length || done >= FORGOTTEN) {
        line = line.slice(done)
        done = 0
      }
      isGoing = line.length > 0
      if (isGoing) setImmediate(next)
    }
  }
  return (work) => {
    line.push(work)
    if (!isGoing) setImmediate(next)
    isGoing = true
  }
}
