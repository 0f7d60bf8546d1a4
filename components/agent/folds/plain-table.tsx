/** A table of texts; what is not known is a dash. */
export function PlainTable({
  columns,
  rows,
  className = 'plain',
  cellClass,
}: {
  columns: readonly string[]
  rows: readonly (readonly (string | null)[])[]
  className?: string
  cellClass: (column: number) => string | undefined
}) {
  return (
    <table className={className}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, at) => (
          // Two connections may differ in nothing that is shown, so that only the place tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: rows hold no state
          <tr key={at}>
            {cells.map((cell, column) => (
              <td key={columns[column]} className={cellClass(column)}>
                {cell ?? '–'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
