import { expect, it } from 'vitest'
import { leastWidth } from './column-widths.ts'
import { fittingColumns, readColumns } from './columns.ts'

it('takes the widths that a person gave, and those of the columns for the rest', () => {
  const columns = readColumns('status,since') ?? []
  expect(leastWidth(columns, {}, true)).toEqual({ rem: 14 + 9 + 5, css: 'calc(14rem + 9rem + 5rem)' })
  expect(leastWidth(columns, { status: 320 }, true)).toEqual({ rem: 14 + 20 + 5, css: 'calc(14rem + 320px + 5rem)' })
})

it('never finds the usual columns too wide for the list that they were picked for', () => {
  for (let rem = 40; rem <= 160; rem++) {
    for (const several of [false, true])
      expect(leastWidth(fittingColumns(rem, several), {}, false).rem, `${rem}`).toBeLessThanOrEqual(rem)
  }
})
