'use client'

import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { listQueries } from '#lib/api/list-queries.ts'
import { ANNOTATION_LIMITS } from '#lib/contract/annotations.ts'
import { NOTES_TEXT } from '#lib/format/text-notes.ts'
import { withTyped } from './with-typed.ts'

/** Tags as they are typed: what is finished stands before the field; comma, Enter and leaving the field finish one. */
export function TagsField({
  tags,
  draft,
  onChange,
}: {
  tags: readonly string[]
  /** What is not finished yet. */
  draft: string
  onChange: (tags: readonly string[], draft: string) => void
}) {
  const id = useId()
  const known = useQuery(listQueries.suggest({ field: 'tag', text: '', q: '' })).data?.values ?? []
  const isFull = tags.length >= ANNOTATION_LIMITS.tags
  const finish = (text: string) => onChange(withTyped(tags, text), '')
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && draft.trim() !== '') {
      event.preventDefault()
      finish(draft)
    }
    if (event.key === 'Backspace' && draft === '' && tags.length > 0) onChange(tags.slice(0, -1), '')
  }
  return (
    <div className="grid gap-1">
      <label className="meta text-secondary" htmlFor={id}>
        {NOTES_TEXT.tags}
      </label>
      {tags.length > 0 && (
        <ul className="tags">
          {tags.map((tag) => (
            <li key={tag} className="tag">
              <bdi className="wrap-anywhere">{tag}</bdi>
              <button
                type="button"
                className="tag-drop"
                aria-label={NOTES_TEXT.dropTag(tag)}
                title={NOTES_TEXT.dropTag(tag)}
                onClick={() =>
                  onChange(
                    tags.filter((other) => other !== tag),
                    draft,
                  )
                }
              >
                <Icon name="close" small />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        className="field"
        autoComplete="off"
        list={`${id}-known`}
        maxLength={ANNOTATION_LIMITS.tagLength}
        placeholder={isFull ? NOTES_TEXT.tooMany(ANNOTATION_LIMITS.tags) : NOTES_TEXT.tagsHint}
        readOnly={isFull}
        value={draft}
        onChange={({ target: { value } }) => (value.includes(',') ? finish(value) : onChange(tags, value))}
        onKeyDown={onKeyDown}
        // A button of the form must not move from under the pointer that presses it: what is typed is sent with the rest.
        onBlur={(event) => event.currentTarget.form?.contains(event.relatedTarget) || finish(draft)}
      />
      <datalist id={`${id}-known`}>
        {known.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </div>
  )
}
