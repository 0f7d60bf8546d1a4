'use client'

import { useRef, useState } from 'react'
import { addNote, saveAnnotations } from '#lib/api/annotations.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { NOTES_TEXT } from '#lib/format/text-notes.ts'
import { makeTerm } from '#lib/query/compose.ts'
import { FilterLink } from '../filter-link.tsx'
import type { SectionProps } from '../section-props.ts'
import { AnnotationForm } from './annotation-form.tsx'
import { NoteForm } from './note-form.tsx'
import { NoteItem } from './note-item.tsx'
import { useNotes } from './use-notes.ts'

/** What people wrote of an endpoint, and the ways to write more. The manager never learns of it. */
export function NotesBlock({ detail }: SectionProps) {
  const agent = { manager: detail.agent.manager, id: detail.agent.id }
  const { query, act, busy, outcome, clear } = useNotes(agent)
  const [open, setOpen] = useState<'none' | 'tags' | 'note'>('none')
  const opener = useRef<HTMLButtonElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const close = () => {
    // The form that had the focus goes.
    const back = open === 'tags' ? opener : adder
    setOpen('none')
    back.current?.focus()
  }
  const show = (next: 'tags' | 'note') => {
    clear()
    setOpen(open === next ? 'none' : next)
  }
  const data = query.data
  const error = failureOf(query)
  const failed = outcome.failed
  return (
    <section aria-labelledby="notes" className="gutter py-4">
      <div className="mb-1 flex min-h-(--hit) flex-wrap items-center gap-x-4">
        <h2 id="notes" className="font-semibold" title={NOTES_TEXT.explain}>
          {NOTES_TEXT.title}
        </h2>
        {data && !data.removed && (
          <span className="no-print ms-auto flex gap-4">
            <button type="button" ref={opener} className="link" aria-expanded={open === 'tags'} onClick={() => show('tags')}>
              {NOTES_TEXT.edit}
            </button>
            <button type="button" ref={adder} className="link" aria-expanded={open === 'note'} onClick={() => show('note')}>
              {NOTES_TEXT.add}
            </button>
          </span>
        )}
      </div>
      {!data && !error && <p className="late text-tertiary">{NOTES_TEXT.loading}</p>}
      {error && (
        <p className="text-secondary">
          {NOTES_TEXT.failed}: {error.message}{' '}
          <button type="button" className="link" onClick={() => void query.refetch()}>
            {NOTES_TEXT.retry}
          </button>
        </p>
      )}
      {data && (
        <>
          {open === 'tags' ? (
            <AnnotationForm
              shown={data}
              busy={busy}
              onSave={async (change) => {
                const done = await act(({ endpoint }) => saveAnnotations(agent, { endpoint, ...change }), NOTES_TEXT.saved)
                if (done) close()
                return done
              }}
              onCancel={close}
            />
          ) : (
            <>
              {data.alias !== null && <p className="wrap-anywhere">{data.alias}</p>}
              {data.tags.length > 0 && <TagLinks tags={data.tags} />}
            </>
          )}
          {open === 'note' && (
            <NoteForm
              label={NOTES_TEXT.text}
              busy={busy}
              onSave={async (text) => {
                if (await act(({ endpoint }) => addNote(agent, endpoint, text), NOTES_TEXT.saved)) close()
              }}
              onCancel={close}
            />
          )}
          {data.notes.length > 0 && (
            <ul className="notes">
              {data.notes.map((note) => (
                <NoteItem key={note.id} note={note} agent={agent} act={act} busy={busy} fixed={data.removed} />
              ))}
            </ul>
          )}
          {open === 'none' && data.alias === null && data.tags.length + data.notes.length === 0 && (
            <p className="text-tertiary">
              {NOTES_TEXT.none} {NOTES_TEXT.explain}
            </p>
          )}
        </>
      )}
      <p role="status" className={failed ? 'meta mt-1 text-disconnected-text' : 'sr-only'}>
        {outcome.text}
      </p>
    </section>
  )
}

/** Each leads to the endpoints that have it. */
function TagLinks({ tags }: { tags: readonly string[] }) {
  return (
    <ul className="tags mt-1">
      {tags.map((tag) => {
        const term = makeTerm('tag', '=', tag)
        return (
          <li key={tag}>
            {term ? (
              <FilterLink className="tag wrap-anywhere" term={term} title={NOTES_TEXT.withTag(tag)}>
                <bdi>{tag}</bdi>
              </FilterLink>
            ) : (
              <bdi>{tag}</bdi>
            )}
          </li>
        )
      })}
    </ul>
  )
}
