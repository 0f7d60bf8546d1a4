'use client'

import { DENSITIES, density } from '#components/ui/density.ts'
import { Icon } from '#components/ui/icon.tsx'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { columnWidths, WIDTH_MAX, WIDTH_MIN, withWidth } from './column-widths.ts'
import { COLUMNS, type Column, type ColumnKey, printColumns } from './columns.ts'

const TEXT = ON_DEMAND_TEXT.columns

/** Which columns, in which order and how wide; and how high the rows are. */
export function ColumnChooser({
  shown,
  always,
  onChange,
}: {
  shown: readonly Column[]
  /** Columns that can't be taken away. */
  always: readonly ColumnKey[]
  onChange: (cols: string) => void
}) {
  const rows = density.use()
  const hidden = COLUMNS.filter((column) => !shown.includes(column))
  const put = (columns: readonly Column[]) => onChange(printColumns(columns))
  const move = (index: number, step: 1 | -1) => {
    const next = [...shown]
    const [one] = next.splice(index, 1)
    if (one) next.splice(index + step, 0, one)
    put(next)
  }
  return (
    <section className="chooser">
      <fieldset className="flex items-center gap-3 max-sm:hidden">
        <legend className="label">{TEXT.density}</legend>
        {DENSITIES.map((one) => (
          <label key={one} className="flex min-h-(--hit) items-center gap-1.5">
            <input
              type="radio"
              name="density"
              className="accent-primary"
              checked={rows === one}
              onChange={() => density.set(one)}
            />
            {TEXT.densities[one]}
          </label>
        ))}
      </fieldset>
      <h2 className="label sm:mt-3">{TEXT.title}</h2>
      <ul>
        {shown.map((column, index) => (
          <ShownColumn
            key={column.key}
            column={column}
            isFixed={always.includes(column.key)}
            isFirst={index <= always.length}
            isLast={index === shown.length - 1}
            onMove={(step) => move(index, step)}
            onHide={() => put(shown.filter((one) => one !== column))}
          />
        ))}
        {hidden.map((column) => (
          <li key={column.key}>
            <label className="flex min-h-(--hit) items-center gap-2">
              <input type="checkbox" className="size-4 accent-primary" checked={false} onChange={() => put([...shown, column])} />
              {column.label}
            </label>
          </li>
        ))}
      </ul>
      <p className="meta mt-2 text-secondary">
        <span className="sm:hidden">
          {TEXT.always(always.map((key) => COLUMNS.find((column) => column.key === key)?.label ?? key))}
        </span>
        <span className="max-sm:hidden">{TEXT.detail}</span>
      </p>
      <button
        type="button"
        className="button mt-2 w-full"
        onClick={() => {
          columnWidths.set({})
          onChange('')
        }}
      >
        {TEXT.reset}
      </button>
    </section>
  )
}

function ShownColumn({
  column,
  isFixed,
  isFirst,
  isLast,
  onMove,
  onHide,
}: {
  column: Column
  isFixed: boolean
  isFirst: boolean
  isLast: boolean
  onMove: (step: 1 | -1) => void
  onHide: () => void
}) {
  const widths = columnWidths.use()
  const { key, label } = column
  return (
    <li className={isFixed ? 'max-sm:hidden' : undefined}>
      <label className="flex min-h-(--hit) min-w-0 flex-1 items-center gap-2">
        <input type="checkbox" className="size-4 accent-primary" checked disabled={isFixed} onChange={onHide} />
        <span className="truncate">{label}</span>
      </label>
      <input
        type="number"
        className="width max-sm:hidden"
        aria-label={TEXT.width(label)}
        min={WIDTH_MIN}
        max={WIDTH_MAX}
        step={8}
        value={widths[key] ?? ''}
        placeholder={String(column.width * 16)}
        onChange={(event) => {
          const width = event.target.valueAsNumber
          columnWidths.set(withWidth(widths, key, Number.isNaN(width) ? null : width))
        }}
      />
      <button
        type="button"
        className="ghost small"
        aria-label={TEXT.up(label)}
        disabled={isFixed || isFirst}
        onClick={() => onMove(-1)}
      >
        <Icon name="up" small />
      </button>
      <button
        type="button"
        className="ghost small"
        aria-label={TEXT.down(label)}
        disabled={isFixed || isLast}
        onClick={() => onMove(1)}
      >
        <Icon name="down" small />
      </button>
    </li>
  )
}
