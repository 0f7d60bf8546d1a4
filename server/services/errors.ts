import type { ProblemCode } from '#lib/contract/problem.ts'
import { storeProblem } from '#server/store/store-problem.ts'

interface Extra {
  retryAfterSeconds?: number
  /** Place of the fault in `q`, UTF-16 code units. */
  query?: { start: number; end: number; suggestion?: string }
}

/** An expected failure of a verb: a closed code and a sentence for people. Never holds a secret. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: ProblemCode
  readonly extra: Extra

  constructor(code: ProblemCode, message: string, extra: Extra = {}) {
    super(message)
    this.code = code
    this.extra = extra
  }
}

/** By name, not by class: Next bundles routes and boot code apart, so one class can exist twice in a process. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && error.name === 'ServiceError' && 'code' in error
}

/** The error to answer when the store is why a verb failed, or `null`. The file's place is for the log only. */
export function storeFailure(error: unknown): ServiceError | null {
  const words = storeProblem(error)
  return words === null ? null : new ServiceError('store_unavailable', `The store ${words}.`)
}
