import { TEXT } from '#lib/format/text.ts'

/** The mark is a roll call: two answered, one did not. */
export function Brand({ short = false }: { /** Only the mark on phones. */ short?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 text-brand font-semibold tracking-tight">
      <svg className="h-2 w-5.5" viewBox="0 0 22 8" fill="none" aria-hidden="true">
        <circle cx="4" cy="4" r="3.25" fill="currentColor" />
        <circle cx="11" cy="4" r="3.25" fill="currentColor" />
        <circle cx="18" cy="4" r="2.6" stroke="currentColor" strokeWidth="1.3" />
      </svg>
      <span className={short ? 'max-sm:sr-only' : undefined}>{TEXT.product}</span>
    </span>
  )
}
