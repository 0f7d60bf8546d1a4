import { expect, it } from 'vitest'
import { RIGHTS_REQUESTS_PER_MINUTE, rightsPeriodMs } from './rights-period.ts'

it('asks every 40 s for few, and never less often than within 5 minutes', () => {
  expect([0, 1, 6].map(rightsPeriodMs)).toEqual([40_000, 40_000, 40_000])
  expect([60, 1000, 1_000_000].map(rightsPeriodMs)).toEqual([270_000, 270_000, 270_000])
})

it('stretches so that reads and renewed tokens stay within their third of the budget', () => {
  for (let accounts = 1; accounts <= 34; accounts++) {
    const requests = accounts * (60_000 / rightsPeriodMs(accounts) + 1 / 14)
    expect(requests).toBeLessThanOrEqual(RIGHTS_REQUESTS_PER_MINUTE + 1e-9)
  }
})
