import { expect, it } from 'vitest'
import { COLUMN_KEYS, COLUMNS, fittingColumns, printColumns, readColumns } from './columns.ts'

it('has every column once', () => {
  expect(COLUMNS.map(({ key }) => key)).toEqual([...COLUMN_KEYS])
})

it('reads a choice in its order, the name first, and leaves out what it does not know', () => {
  expect(readColumns('')).toBeNull()
  expect(printColumns(readColumns('version,nothing,name,id,version') ?? [])).toBe('name,version,id')
  expect(printColumns(readColumns('nothing') ?? [])).toBe('name')
})

it('shows no columns that do not fit beside a name', () => {
  for (const rem of [40, 46, 50, 58, 62, 68, 74, 84, 90, 98, 106, 112, 160]) {
    const used = fittingColumns(rem, false).reduce((sum, { key, width }) => sum + (key === 'name' ? 8 : width), 0)
    expect(used, `${rem} rem`).toBeLessThanOrEqual(rem)
  }
})
