import type { Problem, ProblemCode } from '#lib/contract/problem.ts'

/** Beside the codes of our API: `network` nothing answered, `bad_answer` what answered does not speak our contract. */
export type ApiErrorCode = ProblemCode | 'network' | 'bad_answer'

/** Why a call to our API gave no data. `status` is 0 when nothing answered. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly status: number
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  readonly query: Problem['query']

  constructor(of: {
    code: ApiErrorCode
    status: number
    detail: string
    requestId?: string | null
    retryAfterSeconds?: number | undefined
    query?: Problem['query']
  }) {
    super(of.detail)
    this.name = 'ApiError'
    this.code = of.code
    this.status = of.status
    this.requestId = of.requestId ?? null
    this.retryAfterSeconds = of.retryAfterSeconds ?? null
    this.query = of.query
  }
}

/** Any thrown thing as an ApiError, so that screens know one kind. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError({ code: 'bad_answer', status: 0, detail: error instanceof Error ? error.message : String(error) })
}

const SHOWN_AFTER_FAILURES = 2

/**
 * Why a query has no current answer, or `null`. A first failure that a repetition may heal is not worth a word;
 * after two it is said, while the query goes on trying.
 */
export function failureOf(query: { error: Error | null; failureCount: number; failureReason: Error | null }): ApiError | null {
  if (query.error) return toApiError(query.error)
  return query.failureReason && query.failureCount >= SHOWN_AFTER_FAILURES ? toApiError(query.failureReason) : null
}

/** Whether trying again soon may help: nothing answered, the fault is on the other side, or too much was under way. */
export function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'network' || error.code === 'too_many_requests' || error.status >= 500)
}
