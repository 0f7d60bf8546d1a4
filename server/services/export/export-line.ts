import { setTimeout } from 'node:timers/promises'
import { wasAskedWithin } from '#server/asked.ts'
import type { Turns } from '#server/fleet/turns.ts'

/** Who asked within this time is likely to wait for an answer, or to ask again. */
const BUSY_MS = 25
/** How long others have the thread for themselves after each turn of an export. */
const REST_MS = 4

interface Options {
  /** Whether anybody is to be let go first. */
  readonly isBusy?: () => boolean
  readonly rest?: () => Promise<unknown>
}

/**
 * The turns of all exports: one after another, and with a rest before each while people ask for pages, so that many files together
 * take no more of the thread from them than one does.
 */
export class ExportLine {
  readonly #isBusy: () => boolean
  readonly #rest: () => Promise<unknown>
  #last: Promise<void> = Promise.resolve()

  constructor({ isBusy = () => wasAskedWithin(BUSY_MS), rest = () => setTimeout(REST_MS) }: Options = {}) {
    this.#isBusy = isBusy
    this.#rest = rest
  }

  /** Resolves when it is the caller's turn. */
  next(turns: Pick<Turns, 'next'>): Promise<void> {
    const before = this.#last
    const turn = async () => {
      await before
      if (this.#isBusy()) await this.#rest()
      await turns.next()
    }
    this.#last = turn()
    return this.#last
  }
}
