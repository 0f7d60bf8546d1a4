import type { Log } from '#server/log.ts'
import { failureOf } from './failure.ts'

/** Ends of passes that the store would not take, of one manager: the store can't be told, so the log has them, with their number. */
export class Unwritten {
  readonly #manager: string
  readonly #log: Log
  #ends = 0

  constructor(manager: string, log: Log) {
    this.#manager = manager
    this.#log = log
  }

  failed(error: unknown): void {
    const { problem } = failureOf(error)
    this.#log.error({ manager: this.#manager, problem, unwritten: ++this.#ends }, 'The end of a pass could not be written')
  }

  /** Says once that it is over. */
  succeeded(): void {
    if (this.#ends > 0) this.#log.info({ manager: this.#manager, unwritten: this.#ends }, 'Ends of passes can be written again')
    this.#ends = 0
  }
}
