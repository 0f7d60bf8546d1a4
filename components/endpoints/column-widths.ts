import { storedChoice } from '#components/ui/use-stored.ts'
import { COLUMN_KEYS, type ColumnKey } from './columns.ts'

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
