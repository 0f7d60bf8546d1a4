/** Items gone through between two pauses: a fraction of a millisecond. */
export const STEP = 1024

/** Work that pauses at each `yield`, so that whoever runs it can let others go first. It gives nothing before its end. */
export type Steps<T> = Generator<undefined, T>

/** Runs work to its end without a pause. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
