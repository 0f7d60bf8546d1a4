'use client'

import { useEffect, useRef, useState } from 'react'
import { toApiError } from '#lib/api/api-error.ts'
import { endMarks, markAgents } from '#lib/api/marks.ts'
import { MARK_LIMITS } from '#lib/contract/marks.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { MarkWhat } from './mark-what.ts'
import { useMark } from './use-mark.ts'

const HOUR_MS = 3_600_000
const DEFAULT_HOURS = 24

/** Why and until when; then how many were marked. */
export function MarkPanel({ what }: { what: MarkWhat }) {
  const { act, outcome, busy } = useMark()
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState<number | null>(DEFAULT_HOURS)
  const [time, setTime] = useState(() => localTime(Date.now() + DEFAULT_HOURS * HOUR_MS))
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const count = 'agents' in what ? what.agents.length : what.total
  const target = 'agents' in what ? { agents: [...what.agents] } : { q: what.q, total: what.total }
  const mark = (event: React.FormEvent) => {
    event.preventDefault()
    const until = hours === null ? new Date(time) : new Date(Date.now() + hours * HOUR_MS)
    void act(async () => {
      const result = await markAgents({ ...target, reason, until: Number.isNaN(until.getTime()) ? '' : until.toISOString() })
      return MARKS_TEXT.done(result.agents)
    })
  }
  const end = () =>
    act(() => endMarks('agents' in what ? target : { q: what.q }).then(({ agents }) => MARKS_TEXT.ended(agents), noneMarked))
  if ('q' in what && what.isWhole) return <p className="text-secondary">{MARKS_TEXT.whole}</p>
  return (
    <form className="grid gap-2" onSubmit={mark}>
      <h2 className="font-semibold">{MARKS_TEXT.title}</h2>
      <p className="meta text-secondary wrap-anywhere">{wordsOf(what)}</p>
      <p className="meta text-secondary">{MARKS_TEXT.explain}</p>
      <label className="mt-1 grid gap-1">
        <span className="meta text-secondary">{MARKS_TEXT.reason}</span>
        <input
          ref={field}
          className="field"
          required
          maxLength={MARK_LIMITS.reasonLength}
          placeholder={MARKS_TEXT.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label className="grid gap-1">
        <span className="meta text-secondary">{MARKS_TEXT.until}</span>
        <select
          className="field"
          value={hours ?? ''}
          onChange={(event) => setHours(event.target.value === '' ? null : Number(event.target.value))}
        >
          {MARKS_TEXT.spans.map((span) => (
            <option key={span.hours} value={span.hours}>
              {span.label}
            </option>
          ))}
          <option value="">{MARKS_TEXT.atTime}</option>
        </select>
      </label>
      {hours === null && (
        <label className="grid gap-1">
          <span className="meta text-secondary">{MARKS_TEXT.time}</span>
          <input
            type="datetime-local"
            className="field"
            required
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        </label>
      )}
      <div className="mt-1 flex flex-wrap gap-2">
        <button type="submit" className="button main" aria-disabled={busy || count === 0}>
          {MARKS_TEXT.mark(count)}
        </button>
        <button type="button" className="button" onClick={end}>
          {MARKS_TEXT.end}
        </button>
      </div>
      <p role="status" className={outcome.failed ? 'meta text-disconnected-text' : 'meta text-secondary'}>
        {outcome.text}
      </p>
    </form>
  )
}

/** That there was nothing to end is an answer and no failure. */
function noneMarked(error: unknown): string {
  if (toApiError(error).code === 'not_found') return MARKS_TEXT.nothingMarked
  throw error
}

function wordsOf(what: MarkWhat): string {
  if (!('agents' in what)) return MARKS_TEXT.what(what.total, what.limited)
  return what.name === undefined ? MARKS_TEXT.picked(what.agents.length) : MARKS_TEXT.one(what.name)
}

/** As a field for date and time wants it: the person's own zone, to the minute. */
function localTime(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
