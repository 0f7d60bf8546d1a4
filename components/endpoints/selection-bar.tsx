'use client'

import { CopyButton } from '#components/ui/copy-button.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { selection, useSelection } from '#components/ui/selection.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { quoteValue } from '#lib/query/quoting.ts'

/** What is selected, over all pages, and what can be done with it. */
export function SelectionBar({ hrefOf, children }: { hrefOf: (q: string) => string; children?: React.ReactNode }) {
  const chosen = useSelection()
  if (chosen.size === 0) return null
  const text = LIST_TEXT.selection
  return (
    <div className="selected gutter" role="status">
      <b className="font-medium">{text.some(chosen.size)}</b>
      <button type="button" className="link sm:order-last" onClick={selection.clear}>
        {text.clear}
      </button>
      {children}
      {chosen.size < LIMITS.queryTerms && (
        <ListLink className="link" href={hrefOf(queryOf([...chosen.keys()]))}>
          {text.only}
        </ListLink>
      )}
      <CopyButton value={[...chosen.values()].join('\n')} what={text.copy} />
    </div>
  )
}

/** The filter that shows exactly some endpoints. @param keys each `manager/id` */
function queryOf(keys: readonly string[]): string {
  const byManager = new Map<string, string[]>()
  for (const key of keys) {
    const [manager = '', id = ''] = key.split('/')
    byManager.set(manager, [...(byManager.get(manager) ?? []), id])
  }
  return [...byManager].map(([manager, ids]) => `(manager=${quoteValue(manager)} and id in (${ids.join(', ')}))`).join(' or ')
}
