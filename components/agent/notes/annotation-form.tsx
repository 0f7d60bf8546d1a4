'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { FormActions } from '#components/ui/form-actions.tsx'
import { ANNOTATION_LIMITS, type AnnotationChange, type Annotations } from '#lib/contract/annotations.ts'
import { NOTES_TEXT } from '#lib/format/text-notes.ts'
import { TagsField } from './tags-field.tsx'
import { useVersion } from './use-version.ts'
import { withTyped } from './with-typed.ts'

/** Alias and tags of an endpoint. What was typed stays when somebody else was quicker, beside what they wrote. */
export function AnnotationForm({
  shown,
  busy,
  onSave,
  onCancel,
}: {
  shown: Annotations
  busy: boolean
  /** @returns whether it was done */
  onSave: (change: Omit<AnnotationChange, 'endpoint'>) => Promise<boolean>
  onCancel: () => void
}) {
  const [alias, setAlias] = useState(shown.alias ?? '')
  const [{ tags, draft }, setTags] = useState<{ tags: readonly string[]; draft: string }>({ tags: shown.tags, draft: '' })
  const [begun] = useState(shown.version)
  const { version, refused } = useVersion(shown.version)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => field.current?.focus(), [])
  const save = (event: React.FormEvent) => {
    event.preventDefault()
    if (busy) return
    void onSave({ version: version(), alias: alias.trim() === '' ? null : alias, tags: [...withTyped(tags, draft)] }).then(
      (done) => done || refused(),
    )
  }
  return (
    <form className="mb-2 grid max-w-(--facts) gap-2" onSubmit={save} onKeyDown={(event) => leave(event, onCancel)}>
      <label className="meta -mb-1 text-secondary" htmlFor={id}>
        {NOTES_TEXT.alias}
      </label>
      <input
        ref={field}
        id={id}
        className="field"
        autoComplete="off"
        maxLength={ANNOTATION_LIMITS.aliasLength}
        placeholder={NOTES_TEXT.aliasHint}
        value={alias}
        onChange={(event) => setAlias(event.target.value)}
      />
      <TagsField tags={tags} draft={draft} onChange={(next, typed) => setTags({ tags: next, draft: typed })} />
      <FormActions act={NOTES_TEXT.save} cancel={NOTES_TEXT.cancel} busy={busy} onCancel={onCancel} />
      {/* Below the buttons, which stay where they are when it comes. */}
      {shown.version !== begun && <p className="meta wrap-anywhere">{NOTES_TEXT.conflictNow(shown.alias, shown.tags)}</p>}
    </form>
  )
}

/** Esc leaves a form, and nothing around it. */
export function leave(event: React.KeyboardEvent, onCancel: () => void) {
  if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
  event.stopPropagation()
  onCancel()
}
