import { TEXT } from '#lib/format/text.ts'

/** One line; without a value it says so, because that is a fact too. */
export function Fact({ name, more = '', children }: { name: string; more?: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="meta text-tertiary">{name}</dt>
      <dd>
        {children ?? <span className="text-tertiary">{TEXT.none}</span>}
        {more !== '' && <span className="block text-tertiary">{more}</span>}
      </dd>
    </div>
  )
}
