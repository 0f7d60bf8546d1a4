import { useSession } from '#components/shell/use-session.ts'
import { TEXT } from '#lib/format/text.ts'

/** Why the counts are not those of the whole fleet, for each manager of which the person sees a part. */
export function ScopeNote() {
  const { managers } = useSession()
  return managers.map(
    ({ id, name, limits }) =>
      limits && (
        <p key={id} className="meta mt-0.5 text-secondary wrap-anywhere">
          {TEXT.scope.explain(limits, name)}
        </p>
      ),
  )
}
