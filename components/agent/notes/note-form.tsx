'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { FormActions } from '#components/ui/form-actions.tsx'
import { ANNOTATION_LIMITS } from '#lib/contract/annotations.ts'
import { NOTES_TEXT } from '#lib/format/text-notes.ts'
import { leave } from './annotation-form.tsx'

/** How few characters must be left before it is said. */
const FEW = 200

/** The text of a note. @param now what it reads by now, where somebody else was quicker */
export function NoteForm({
  label,
  text: first = '',
  now,
  busy,
  onSave,
  onCancel,
}: {
  label: string
  text?: string
  now?: string
  busy: boolean
  onSave: (text: string) => Promise<void>
  onCancel: () => void
}) {
  const [text, setText] = useState(first)
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(first.length, first.length)
  }, [first])
  const save = (event: React.FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') field.current?.focus()
    else if (!busy) void onSave(text)
  }
  const left = ANNOTATION_LIMITS.noteLength - text.length
  return (
    <form className="my-2 grid max-w-(--facts) gap-2" onSubmit={save} onKeyDown={(event) => leave(event, onCancel)}>
      <label className="sr-only" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className="paste"
        rows={3}
        maxLength={ANNOTATION_LIMITS.noteLength}
        placeholder={NOTES_TEXT.textHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {now !== undefined && <p className="meta wrap-anywhere">{NOTES_TEXT.conflictNote(now)}</p>}
      <FormActions act={NOTES_TEXT.save} cancel={NOTES_TEXT.cancel} busy={busy} onCancel={onCancel}>
        {left < FEW && <span className="meta text-secondary">{NOTES_TEXT.left(left)}</span>}
      </FormActions>
    </form>
  )
}
