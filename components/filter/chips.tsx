import { Icon } from '#components/ui/icon.tsx'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Expr } from '#lib/query/ast.ts'
import { printQuery } from '#lib/query/print.ts'
import { chipWords, sayChip } from './chip-words.ts'

/** The settled conditions of the filter: each can be edited, turned round and taken away. */
export function Chips({
  terms,
  onEdit,
  onInvert,
  onRemove,
}: {
  terms: readonly Expr[]
  onEdit: (index: number) => void
  onInvert: (index: number) => void
  onRemove: (index: number) => void
}) {
  if (terms.length === 0) return null
  const text = LIST_TEXT.chips
  return (
    <ul className="chips" aria-label={text.label}>
      {terms.map((term, index) => {
        const { field, operator, value } = chipWords(term)
        const said = sayChip(term)
        return (
          <li key={printQuery(term)} className="chip">
            <button
              type="button"
              className="chip-words"
              aria-label={text.edit(said)}
              title={printQuery(term)}
              onClick={() => onEdit(index)}
            >
              {field !== '' && (
                <>
                  {field} <span className="how">{operator}</span>{' '}
                </>
              )}
              {value}
            </button>
            <button
              type="button"
              className="chip-act"
              aria-label={text.invert(said)}
              title={text.invert(said)}
              onClick={() => onInvert(index)}
            >
              ≠
            </button>
            <button
              type="button"
              className="chip-act"
              aria-label={text.remove(said)}
              title={text.remove(said)}
              onClick={() => onRemove(index)}
            >
              <Icon name="close" small />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
