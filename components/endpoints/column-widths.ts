import { storedChoice } from '#components/ui/use-stored.ts'
import { COLUMN_KEYS, type Column, type ColumnKey } from './columns.ts'

/** Widths in pixels that a person gave to columns. */
export type ColumnWidths = Readonly<Partial<Record<ColumnKey, number>>>

export const WIDTH_MIN = 40
export const WIDTH_MAX = 900

export const columnWidths = storedChoice<ColumnWidths>('rollcall-widths', read, (widths) => JSON.stringify(widths))

/** With one width changed; `null` gives the column its usual one. */
export function withWidth(widths: ColumnWidths, key: ColumnKey, width: number | null): ColumnWidths {
  const { [key]: _, ...others } = widths
  return width === null ? others : { ...others, [key]: Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width))) }
}

/** A size of text that most people have, in pixels. */
const USUAL_REM_PX = 16

/** A name that nobody gave a width has this at least, in rem. */
const NAME_LEAST_REM = 8

/** How wide a list has to be for all of its columns, in rem and as CSS has it. @param chosen a person chose the columns */
export function leastWidth(columns: readonly Column[], widths: ColumnWidths, chosen: boolean): { rem: number; css: string } {
  const each = columns.map(({ key, width }) => {
    const px = widths[key]
    if (px !== undefined) return { rem: px / USUAL_REM_PX, css: `${px}px` }
    const rem = key === 'name' && !chosen ? NAME_LEAST_REM : width
    return { rem, css: `${rem}rem` }
  })
  return { rem: each.reduce((sum, { rem }) => sum + rem, 0), css: `calc(${each.map(({ css }) => css).join(' + ')})` }
}

function read(text: string | null): ColumnWidths {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    const values = new Map(Object.entries(parsed ?? {}))
    return COLUMN_KEYS.reduce<ColumnWidths>((widths, key) => {
      const width: unknown = values.get(key)
      return typeof width === 'number' && Number.isFinite(width) ? withWidth(widths, key, width) : widths
    }, {})
  } catch {
    return {}
  }
}
