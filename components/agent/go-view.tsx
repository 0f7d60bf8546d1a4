'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { resolveAlert } from '#lib/api/agent-queries.ts'
import { toApiError } from '#lib/api/api-error.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { Resolved } from '#lib/contract/resolve.ts'
import { GO_TEXT } from '#lib/format/text-moment.ts'
import { GoResult } from './go-result.tsx'

/** Takes an alert's JSON and leads to its endpoint at its moment. Nothing of it is kept, here neither. */
export function GoView() {
  const router = useRouter()
  const field = useId()
  const [text, setText] = useState('')
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null })
  const [found, setFound] = useState<Exclude<Resolved, { kind: 'one' }> | null>(null)

  const find = async () => {
    const alert = parse(text)
    if (!alert.ok) return setState({ busy: false, problem: alert.problem })
    setState({ busy: true, problem: null })
    try {
      const answer = await resolveAlert(alert.json)
      if (answer.kind === 'one') router.push(answer.choice.href)
      else setFound(answer)
      setState({ busy: false, problem: null })
    } catch (error) {
      setState({ busy: false, problem: toApiError(error).message })
    }
  }
  if (found) return <GoResult found={found} />
  return (
    <form
      className="gutter grid max-w-(--table) gap-2 py-8"
      onSubmit={(event) => {
        event.preventDefault()
        void find()
      }}
    >
      <h1 tabIndex={-1} className="text-h1 font-semibold tracking-tight">
        {GO_TEXT.title}
      </h1>
      <p className="text-secondary">{GO_TEXT.lead}</p>
      <label className="label mt-2" htmlFor={field}>
        {GO_TEXT.label}
      </label>
      <textarea
        id={field}
        className="paste mono"
        rows={14}
        spellCheck={false}
        autoComplete="off"
        placeholder={GO_TEXT.placeholder}
        aria-describedby={state.problem === null ? undefined : `${field}-problem`}
        aria-invalid={state.problem !== null}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${field}-problem`} role="alert">
        {state.problem}
      </p>
      <p>
        <button type="submit" className="button" disabled={state.busy}>
          {state.busy ? GO_TEXT.finding : GO_TEXT.find}
        </button>
      </p>
    </form>
  )
}

function parse(text: string): { ok: true; json: unknown } | { ok: false; problem: string } {
  if (text.length > LIMITS.alertBytes) return { ok: false, problem: GO_TEXT.tooLarge }
  try {
    return { ok: true, json: JSON.parse(text) }
  } catch {
    return { ok: false, problem: GO_TEXT.noJson }
  }
}
