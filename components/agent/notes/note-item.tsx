'use client'

import { useState } from 'react'
import { Moment } from '#components/ui/moment.tsx'
import { type AgentName, changeNote, removeNote } from '#lib/api/annotations.ts'
import type { Note } from '#lib/contract/annotations.ts'
import { NOTES_TEXT } from '#lib/format/text-notes.ts'
import { NoteForm } from './note-form.tsx'
import type { useNotes } from './use-notes.ts'
import { useVersion } from './use-version.ts'

/** One note: its text as it was typed, who wrote it and when; its author can change it. */
export function NoteItem({
  note,
  agent,
  act,
  busy,
  fixed,
}: Pick<ReturnType<typeof useNotes>, 'act' | 'busy'> & {
  note: Note
  agent: AgentName
  /** Nothing can be changed any more. */
  fixed: boolean
}) {
  const [mode, setMode] = useState<'read' | 'change' | 'remove'>('read')
  const now = new Date().toISOString()
  if (mode === 'change') {
    return (
      <li>
        <ChangeForm note={note} agent={agent} act={act} busy={busy} onEnd={() => setMode('read')} />
      </li>
    )
  }
  return (
    <li>
      <p className="whitespace-pre-wrap wrap-anywhere">
        <bdi>{note.text}</bdi>
      </p>
      <p className="meta flex flex-wrap items-center gap-x-3 text-tertiary">
        <span>
          <Moment time={note.at}>{NOTES_TEXT.by(note.by, note.at, now)}</Moment>
          {note.changedAt !== null && (
            <>
              {', '}
              <Moment time={note.changedAt}>{NOTES_TEXT.changed(note.changedAt, now)}</Moment>
            </>
          )}
        </span>
        {!fixed && note.own && (
          <button
            type="button"
            className="link no-print"
            aria-label={NOTES_TEXT.changeOf(note.by)}
            onClick={() => setMode('change')}
          >
            {NOTES_TEXT.change}
          </button>
        )}
        {!fixed && note.removable && (
          <button
            type="button"
            className="link no-print"
            aria-label={mode === 'remove' ? NOTES_TEXT.removeSure : NOTES_TEXT.removeOf(note.by)}
            onBlur={() => setMode('read')}
            onClick={() => (mode === 'remove' ? void act(() => removeNote(agent, note), NOTES_TEXT.removed) : setMode('remove'))}
          >
            {mode === 'remove' ? NOTES_TEXT.removeSure : NOTES_TEXT.remove}
          </button>
        )}
      </p>
    </li>
  )
}

function ChangeForm({
  note,
  agent,
  act,
  busy,
  onEnd,
}: Pick<ReturnType<typeof useNotes>, 'act' | 'busy'> & { note: Note; agent: AgentName; onEnd: () => void }) {
  const [begun] = useState(note)
  const { version, refused } = useVersion(note.version)
  return (
    <NoteForm
      label={NOTES_TEXT.changeOf(note.by)}
      text={begun.text}
      {...(note.version === begun.version ? {} : { now: note.text })}
      busy={busy}
      onSave={async (text) => {
        if (await act(() => changeNote(agent, { id: note.id, version: version() }, text), NOTES_TEXT.saved)) onEnd()
        else refused()
      }}
      onCancel={onEnd}
    />
  )
}
