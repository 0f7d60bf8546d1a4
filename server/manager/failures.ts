import { failedItems, failure } from './answers.ts'
import { ManagerError } from './errors.ts'
import type { HttpAnswer } from './http.ts'

const BLOCK_MS = 5 * 60_000
const DETAIL_LENGTH = 200
const NO_RIGHT = 4000

/** The error behind an answer that is no success, or `null`. 429 and 401 are left to the caller to act upon. */
export function failureOf({ status, json }: HttpAnswer, secrets: readonly string[]): ManagerError | null {
  if (status >= 200 && status < 300) return json === null ? badAnswer('is no JSON', status) : partialFailure(json, status)
  const body = failure.safeParse(json)
  const managerCode = body.success ? body.data.error : undefined
  const said = body.success && body.data.detail ? `: ${clean(body.data.detail, secrets)}` : ''
  const details = { status, managerCode }
  if (status >= 300 && status < 400) {
    return new ManagerError(
      'redirect',
      `The manager answers with a redirect (${status}), which is not followed: set MANAGER_URL to the API itself.`,
      details,
    )
  }
  switch (status) {
    case 401:
      return new ManagerError(
        'degraded',
        'The manager refuses the token that it has just issued: is a load balancer between us?',
        details,
      )
    case 403:
      return managerCode === 6000
        ? blocked()
        : new ManagerError('forbidden', 'The manager denies the account the right to do this.', details)
    case 429:
      return new ManagerError(
        'rate_limited',
        'The manager answers too many requests, from us or others: waiting for its next minute.',
        details,
      )
  }
  if (managerCode === 3021)
    return new ManagerError('page_too_slow', 'The manager could not put the page together in time.', details)
  if (status >= 500) return new ManagerError('degraded', `The manager is starting or failing (${status})${said}`, details)
  return new ManagerError('bad_answer', `The manager did not accept the request (${status})${said}`, details)
}

/** Failed log-ins from our address have been blocked, for at most five minutes. */
export function blocked(retryAfterMs = BLOCK_MS): ManagerError {
  const message = 'The manager blocks log-ins from this address after too many failed ones; it lifts the block within 5 minutes.'
  return new ManagerError('blocked', message, { status: 403, managerCode: 6000, retryAfterMs })
}

export function badAnswer(why: string, status = 200): ManagerError {
  return new ManagerError('bad_answer', `The manager's answer ${why}.`, { status })
}

function partialFailure(json: unknown, status: number): ManagerError | null {
  const failed = failedItems.safeParse(json)
  if (!failed.success) return null
  const managerCode = failed.data.data.failed_items[0]?.error.code
  const code = managerCode === NO_RIGHT ? 'forbidden' : 'bad_answer'
  return new ManagerError(code, `The manager could not answer for all that was asked (${managerCode}).`, { status, managerCode })
}

/** The manager's own words, short and on one line, without anything that we sent in confidence. */
function clean(detail: string, secrets: readonly string[]): string {
  let text = detail.split('Failed validating', 1)[0] ?? ''
  // A shorter one would be given away by the holes it leaves; the manager demands eight characters.
  for (const secret of secrets) if (secret.length >= 4) text = text.replaceAll(secret, '[secret]')
  const line = text.replaceAll(/(?<![\w-])[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[secret]').replaceAll(/[\p{C}\s]+/gu, ' ')
  return line.trim().slice(0, DETAIL_LENGTH)
}
