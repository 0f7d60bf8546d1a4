import { expect, it } from 'vitest'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { isCalled } from './palette-items.ts'

const { theme, themeAlso, density, densityAlso, copyLink } = ON_DEMAND_TEXT.palette
const item = (label: string, also?: string) => ({ key: label, label, note: '', run: () => undefined, ...(also && { also }) })

it('finds a command by the words people have for it, in any order and case', () => {
  const dark = item(theme('dark'), themeAlso)
  const rows = item(density('comfortable'), densityAlso)
  for (const text of ['dark', 'Dark mode', 'theme', 'mode dark', 'theme: dark']) expect(isCalled(dark, text), text).toBe(true)
  for (const text of ['density', 'dens', 'comfortable density', 'row height']) expect(isCalled(rows, text), text).toBe(true)
  for (const text of ['light mode', 'density']) expect(isCalled(dark, text), text).toBe(false)
  expect(isCalled(item(copyLink), 'link copy')).toBe(true)
  expect(isCalled(item(copyLink), '')).toBe(true)
})
