'use client'

import { useEffect, useRef, useState } from 'react'
import { FormActions } from '#components/ui/form-actions.tsx'
import { KIOSK_LIMITS, type NewKiosk } from '#lib/contract/kiosk.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { KIOSKS_TEXT } from '#lib/format/text-kiosks.ts'

const DAY_MS = 86_400_000
const DAYS_DEFAULT = 90

/** What a screen is called, what it may show, and until when. */
export function ApproveForm({
  onApprove,
  onCancel,
}: {
  onApprove: (kiosk: Omit<NewKiosk, 'code'>) => Promise<void>
  onCancel: () => void
}) {
  const words = KIOSKS_TEXT
  const [name, setName] = useState('')
  const [q, setQ] = useState('')
  const [names, setNames] = useState(false)
  const [days, setDays] = useState(DAYS_DEFAULT)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const approve = async (event: React.FormEvent) => {
    event.preventDefault()
    if (busy || name.trim() === '') return field.current?.focus()
    setBusy(true)
    await onApprove({ name, q, names, until: new Date(Date.now() + days * DAY_MS).toISOString() })
    setBusy(false)
  }
  return (
    <form className="grid gap-2" onSubmit={approve}>
      <label className="grid gap-1">
        <span className="meta text-secondary">{words.name}</span>
        <input
          ref={field}
          className="field"
          required
          autoComplete="off"
          maxLength={KIOSK_LIMITS.nameLength}
          placeholder={words.nameHint}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className="grid gap-1">
        <span className="meta text-secondary">{words.filter}</span>
        <input
          className="field mono"
          autoComplete="off"
          spellCheck={false}
          maxLength={LIMITS.queryLength}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <span className="meta text-secondary">{words.filterHint}</span>
      </label>
      <fieldset className="grid gap-1">
        <legend className="meta text-secondary">{words.shows}</legend>
        {[false, true].map((value) => (
          <label key={String(value)} className="flex min-h-(--hit) items-center gap-2">
            <input
              type="radio"
              name="names"
              className="size-4 shrink-0 accent-primary"
              checked={names === value}
              onChange={() => setNames(value)}
            />
            {value ? words.names : words.counts}
          </label>
        ))}
        {!names && <span className="meta text-secondary">{words.countsNote}</span>}
      </fieldset>
      <label className="grid gap-1">
        <span className="meta text-secondary">{words.until}</span>
        <select className="field" value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {words.spans.map((span) => (
            <option key={span.days} value={span.days}>
              {span.label}
            </option>
          ))}
        </select>
      </label>
      <FormActions act={words.approve} cancel={words.cancel} busy={busy} onCancel={onCancel} />
    </form>
  )
}
