import { describe, expect, it } from 'vitest'
import { ManagerError, type ManagerErrorCode } from '#server/manager/errors.ts'
import type { Kept } from './agent/merged-answers.ts'
import { toAnswer, toRepeated } from './asked.ts'

function failed(code: ManagerErrorCode, details: { status?: number; managerCode?: number } = {}): Kept<number> {
  const error = new ManagerError(code, 'x', details)
  return {
    kind: 'failure',
    error,
    personal: false,
    keepMs: 0,
    askedAt: 0,
    tookMs: 0,
    until: 0,
    before: { askedAt: 1000, data: 7 },
  }
}
const whyOf = (...how: Parameters<typeof failed>) => {
  const answer = toAnswer(failed(...how), '4.2.0')
  return answer.kind === 'none' ? [answer.why, answer.minVersion] : answer.kind
}

describe('why there is no answer', () => {
  it.each([
    [1015, 'never_connected'],
    [1117, 'not_run'],
    [1701, 'removed'],
    [1703, 'manager_itself'],
    [1707, 'disconnected'],
    [1740, 'disconnected'],
    [2007, 'no_inventory'],
    [3036, 'disconnected'],
  ])('is told by the manager’s number %i, whatever else the answer was: %s', (managerCode, why) => {
    for (const status of [200, 400, 404, 500]) expect(whyOf('bad_answer', { status, managerCode })).toEqual([why, null])
  })

  it('is the version with the oldest that answers, where the manager says so', () => {
    expect(whyOf('bad_answer', { status: 200, managerCode: 1735 })).toEqual(['too_old', '4.2.0'])
    expect(whyOf('degraded', { status: 500, managerCode: 1735 })).toEqual(['too_old', '4.2.0'])
  })

  it('is a manager that has no such call, when it knows the address as little as the number', () => {
    expect(whyOf('bad_answer', { status: 404 })).toEqual(['not_offered', null])
    expect(whyOf('bad_answer', { status: 404, managerCode: 9999 })).toEqual(['unreadable', null])
  })

  it.each([
    ['timeout', 'silent'],
    ['page_too_slow', 'silent'],
    ['rate_limited', 'busy'],
    ['forbidden', 'no_permission'],
    ['wrong_credentials', 'account_refused'],
    ['blocked', 'blocked'],
    ['unreachable', 'unreachable'],
    ['refused_certificate', 'unreachable'],
    ['degraded', 'failing'],
    ['redirect', 'failing'],
    ['bad_answer', 'unreadable'],
    ['too_large', 'unreadable'],
  ] as const)('is otherwise what went wrong with the call: %s, %s', (code, why) => {
    expect(whyOf(code, { status: 500, managerCode: 1013 })).toEqual([why, null])
  })
})

it('what was answered last is told beside a failure', () => {
  expect(toRepeated(failed('timeout'))).toMatchObject({ why: 'silent', before: { askedAt: '1970-01-01T00:00:01.000Z', data: 7 } })
})
