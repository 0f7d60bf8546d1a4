import { Notice } from '#components/ui/notice.tsx'
import { BROKE_TEXT } from '#lib/format/text-broke.ts'

/** A page failed while it was drawn. `digest` finds the error in the log. */
export function PageBroke({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <Notice title={BROKE_TEXT.title} level={1} alert>
      <p>{BROKE_TEXT.detail}</p>
      <p className="mt-2 flex flex-wrap items-center gap-3">
        <button type="button" className="button" onClick={onRetry}>
          {BROKE_TEXT.tryAgain}
        </button>
        {digest !== undefined && (
          <span className="meta text-tertiary">
            {BROKE_TEXT.requestId} <span className="mono">{digest}</span>
          </span>
        )}
      </p>
    </Notice>
  )
}
