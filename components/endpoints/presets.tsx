import { ListLink } from '#components/ui/list-link.tsx'
import { formatCount } from '#lib/format/numbers.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Preset } from '#lib/query/presets.ts'

/** Questions people ask every day, and how many answer to them; they also teach the query language. */
export function Presets({
  presets,
  current,
  counts,
  hrefOf,
}: {
  presets: readonly Preset[]
  current: string
  /** By query; absent while they are not known. */
  counts: ReadonlyMap<string, number>
  hrefOf: (q: string) => string
}) {
  return (
    <nav aria-label={LIST_TEXT.presets.label} className="presets gutter meta">
      {presets.map(({ name, q }) => {
        const count = counts.get(q)
        return (
          <ListLink
            key={q}
            href={hrefOf(q === current ? '' : q)}
            title={q}
            aria-current={q === current ? 'true' : undefined}
            data-none={count === 0 || undefined}
          >
            {LIST_TEXT.presets.names[name]} {count !== undefined && <b>{formatCount(count)}</b>}
          </ListLink>
        )
      })}
    </nav>
  )
}
