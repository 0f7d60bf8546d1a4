import { Notice } from '#components/ui/notice.tsx'
import { TEXT } from '#lib/format/text.ts'

/** A page failed while it was drawn. `digest` finds the error in the log. */
export function PageBroke({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <Notice title={TEXT.failed.pageTitle} level={1} alert>
      <p>{TEXT.failed.pageDetail}</p>
      <p className="mt-2 flex flex-wrap items-center gap-3">
        <button type="button" className="button" onClick={onRetry}>
          {TEXT.tryAgain}
        </button>
        {digest !== undefined && (
          <span className="meta text-tertiary">
            {TEXT.requestId} <span className="mono">{digest}</span>
          </span>
        )}
      </p>
    </Notice>
  )
}
