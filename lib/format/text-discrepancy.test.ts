import { expect, it } from 'vitest'
import { DISCREPANCY_TEXT } from './text-discrepancy.ts'

const list = { total: 2000, active: 80, disconnected: 1920, pending: 0, never_connected: 0, synced: null }
const found = { since: '2026-11-22T03:00:00.000Z', list, summary: { ...list, total: 2040, active: 120, synced: 100 } }

it('says what differs and nothing else, both numbers of each', () => {
  expect(DISCREPANCY_TEXT.more(found, '03:00')).toBe(
    'its summary has 2,040 in all and 120 active; its list, of which everything here is made, has 2,000 in all and 80 active. So since 03:00.',
  )
  expect(DISCREPANCY_TEXT.short(found)).toBe('Its summary has 2,040 in all and 120 active; its list 2,000 in all and 80 active')
})
