import type { NoAnswer } from '#lib/contract/agent-live.ts'
import { type Asked, whyNot } from '#lib/format/text-live-agent.ts'

/** Why there is nothing to show, in plain words: what is so, then what it means. */
export function WhyNot({ none, of, since = '' }: { none: NoAnswer; of: Asked; since?: string }) {
  const [headline, meaning] = whyNot(none, of, since)
  return (
    <p className="text-secondary wrap-anywhere">
      <b className="font-semibold text-primary">{headline}</b> {meaning}
    </p>
  )
}
