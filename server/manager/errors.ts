/**
 * What can go wrong with a call to the manager.
 * `unreachable` no connection; `timeout` no answer in time; `rate_limited` its limit or our budget; `wrong_credentials`;
 * `blocked` too many failed log-ins from our address; `refused_certificate` nothing was sent; `forbidden` no right;
 * `page_too_slow` ask for fewer rows; `degraded` it is starting or failing; `bad_answer` not what was agreed;
 * `too_large` more than we read; `redirect` never followed.
 */
export type ManagerErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'rate_limited'
  | 'wrong_credentials'
  | 'blocked'
  | 'refused_certificate'
  | 'forbidden'
  | 'page_too_slow'
  | 'degraded'
  | 'bad_answer'
  | 'too_large'
  | 'redirect'

interface Details {
  /** HTTP status of the answer. */
  status?: number | undefined
  /** Number in the manager's error body. */
  managerCode?: number | undefined
  retryAfterMs?: number | undefined
  /** Lower-case SHA-256 of the refused certificate, without colons. */
  fingerprint?: string | undefined
}

/** A call to the manager failed. The message is for people and never holds a password or token. */
export class ManagerError extends Error {
  override readonly name = 'ManagerError'
  readonly code: ManagerErrorCode
  readonly status: number | null
  readonly managerCode: number | null
  /** Milliseconds until another try makes sense, when that is known. */
  readonly retryAfterMs: number | null
  readonly fingerprint: string | null

  constructor(code: ManagerErrorCode, message: string, details: Details = {}) {
    super(message)
    this.code = code
    this.status = details.status ?? null
    this.managerCode = details.managerCode ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
    this.fingerprint = details.fingerprint ?? null
  }

  /** The same error for a caller who comes later and has `retryAfterMs` left to wait. */
  after(retryAfterMs: number): ManagerError {
    const { status, managerCode, fingerprint } = this
    return new ManagerError(this.code, this.message, {
      status: status ?? undefined,
      managerCode: managerCode ?? undefined,
      retryAfterMs,
      fingerprint: fingerprint ?? undefined,
    })
  }
}
