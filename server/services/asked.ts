import type { NoAnswer, NoAnswerReason } from '#lib/contract/agent-live.ts'
import type { ManagerError, ManagerErrorCode } from '#server/manager/errors.ts'
import type { Kept } from './agent/merged-answers.ts'

/** What came of a question: the reason not to ask it, or what asking it brought. */
export type Asked<T> = NoAnswer | Kept<T>

/** The same for the contract. @param minVersion the oldest version of an agent that answers this question */
export function toAnswer<T>(asked: Asked<T>, minVersion: string | null = null) {
  if (asked.kind === 'none') return asked
  if (asked.kind === 'failure') return noAnswerOf(asked.error, minVersion)
  const { askedAt, tookMs, data } = asked
  return { kind: 'answer' as const, askedAt: new Date(askedAt).toISOString(), tookMs, data }
}

/** The same with the answer before it. */
export function toRepeated<T>(asked: Asked<T>, minVersion: string | null = null) {
  const before = asked.kind === 'none' ? null : asked.before
  return {
    ...toAnswer(asked, minVersion),
    before: before && { askedAt: new Date(before.askedAt).toISOString(), data: before.data },
  }
}

export function noAnswer(why: NoAnswerReason, minVersion: string | null = null): NoAnswer {
  return { kind: 'none', why, minVersion }
}

/** By the manager's own number. Source: manager API 4.14, error catalogue. */
const BY_NUMBER: Readonly<Record<number, NoAnswerReason>> = {
  1015: 'never_connected',
  1116: 'not_run',
  1117: 'not_run',
  1121: 'not_run',
  1128: 'not_run',
  1310: 'manager_itself',
  1701: 'removed',
  1703: 'manager_itself',
  1707: 'disconnected',
  1735: 'too_old',
  1740: 'disconnected',
  2007: 'no_inventory',
  3021: 'silent',
  // The manager's daemon refused to send to an agent that has gone since it was read.
  3036: 'disconnected',
}

const BY_CODE: Readonly<Record<ManagerErrorCode, NoAnswerReason>> = {
  unreachable: 'unreachable',
  timeout: 'silent',
  rate_limited: 'busy',
  wrong_credentials: 'account_refused',
  blocked: 'blocked',
  refused_certificate: 'unreachable',
  forbidden: 'no_permission',
  page_too_slow: 'silent',
  degraded: 'failing',
  bad_answer: 'unreadable',
  too_large: 'unreadable',
  redirect: 'failing',
}

function noAnswerOf({ code, status, managerCode }: ManagerError, minVersion: string | null): NoAnswer {
  // A manager that knows the call gives a number with every 404.
  if (managerCode === null && status === 404) return noAnswer('not_offered')
  const why = (managerCode === null ? undefined : BY_NUMBER[managerCode]) ?? BY_CODE[code]
  return noAnswer(why, why === 'too_old' ? minVersion : null)
}
