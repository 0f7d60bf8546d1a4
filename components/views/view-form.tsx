'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useSession } from '#components/shell/use-session.ts'
import { FormActions } from '#components/ui/form-actions.tsx'
import { VIEW_LIMITS, type ViewItem } from '#lib/contract/views.ts'
import { VIEWS_TEXT } from '#lib/format/text-views.ts'

export interface ViewFields {
  name: string
  shared: boolean
  isDefault: boolean
  /** The view becomes what the list is now. */
  replace: boolean
}

/** Name and use of a view, a new one without `view`. */
export function ViewForm({
  view,
  onSave,
  onRemove,
  onCancel,
}: {
  view: ViewItem | null
  onSave: (fields: ViewFields) => Promise<void>
  onRemove?: () => void
  onCancel: () => void
}) {
  const { managerName } = useSession()
  const [fields, setFields] = useState<ViewFields>({
    ...{ name: view?.name ?? '', shared: view?.shared ?? false },
    ...{ isDefault: view?.isDefault ?? false, replace: false },
  })
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => input.current?.focus(), [])
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (busy || fields.name.trim() === '') return input.current?.focus()
    setBusy(true)
    await onSave(fields)
    setBusy(false)
  }
  return (
    <form className="grid gap-2 py-1" onSubmit={submit}>
      <label className="meta text-secondary" htmlFor={id}>
        {VIEWS_TEXT.name}
      </label>
      <input
        ref={input}
        id={id}
        className="field"
        maxLength={VIEW_LIMITS.nameLength}
        autoComplete="off"
        required
        value={fields.name}
        onChange={(event) => setFields({ ...fields, name: event.target.value })}
      />
      <Check label={VIEWS_TEXT.share(managerName)} on={fields.shared} onChange={(shared) => setFields({ ...fields, shared })} />
      {fields.shared && <p className="meta text-secondary">{VIEWS_TEXT.shareNote}</p>}
      <Check label={VIEWS_TEXT.startWith} on={fields.isDefault} onChange={(isDefault) => setFields({ ...fields, isDefault })} />
      {view && <Check label={VIEWS_TEXT.replace} on={fields.replace} onChange={(replace) => setFields({ ...fields, replace })} />}
      <FormActions act={VIEWS_TEXT.saveButton} cancel={VIEWS_TEXT.cancel} busy={busy} onCancel={onCancel}>
        {onRemove && (
          <button type="button" className="button ms-auto" onClick={onRemove}>
            {VIEWS_TEXT.remove}
          </button>
        )}
      </FormActions>
    </form>
  )
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-(--hit) items-center gap-2">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-primary"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}
