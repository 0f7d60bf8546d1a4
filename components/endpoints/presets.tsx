import { ListLink } from '#components/ui/list-link.tsx'
import { TEXT } from '#lib/format/text.ts'
import { readFilter } from './filter.ts'

/** Questions people ask every day, in the canonical spelling of their filters; they also teach the query language. */
const PRESETS = TEXT.filter.presets.map(({ label, q }) => {
  const filter = readFilter(q)
  return { label, q: filter.ok ? filter.text : q }
})

export function Presets({ current, hrefOf }: { current: string; hrefOf: (q: string) => string }) {
  return (
    <nav aria-label={TEXT.filter.examples} className="presets gutter meta">
      {PRESETS.map(({ label, q }) => (
        <ListLink
          key={q}
          href={hrefOf(q === current ? '' : q)}
          title={q}
          aria-current={q === current ? 'true' : undefined}
          className="text-secondary hover:text-primary hover:underline aria-current:font-semibold aria-current:text-primary"
        >
          {label}
        </ListLink>
      ))}
    </nav>
  )
}
