import { useSession } from '#components/shell/use-session.ts'
import { TEXT } from '#lib/format/text.ts'

/** Why the counts are not those of the whole fleet. */
export function ScopeNote() {
  const { limits } = useSession()
  if (limits === null) return null
  return <p className="meta mt-0.5 text-secondary wrap-anywhere">{TEXT.scope.explain(limits)}</p>
}
