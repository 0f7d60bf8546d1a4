/** The end of a form: what it does, what leaves it, and whatever else belongs there. */
export function FormActions({
  act,
  cancel,
  busy,
  onCancel,
  children,
}: {
  /** Words of the button that sends the form. */
  act: string
  cancel: string
  /** What it does is under way. */
  busy: boolean
  onCancel: () => void
  children?: React.ReactNode
}) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      <button type="submit" className="button main" aria-disabled={busy}>
        {act}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        {cancel}
      </button>
      {children}
    </div>
  )
}
