import { useEffect, useRef } from 'react'
import { useZone } from '#components/ui/use-zone.ts'
import type { AuditParams } from '#lib/api/administration-queries.ts'
import { AUDIT_OUTCOMES } from '#lib/contract/audit.ts'
import { AUDIT_TEXT } from '#lib/format/text-audit.ts'
import { zoneOffset } from '#lib/format/time.ts'
import { useTyped } from './use-typed.ts'

const TEXTS = AUDIT_TEXT
const BETWEEN = 'between'
const DAY_MS = 86_400_000
const SETTLE_MS = 250

interface Props {
  params: AuditParams
  onChange: (change: Partial<AuditParams>) => void
}

/** What of the log is shown: kind, outcome, time and text. */
export function AuditFilter({ params, onChange: set }: Props) {
  const { from, to } = params
  const isBetween = from !== '' || to !== ''
  const isTurned = from !== '' && to !== '' && from > to
  const setWhen = (value: string) => {
    // The last day is a start that shows what the two fields want.
    const between = { from: new Date(Date.now() - DAY_MS).toISOString(), to: '' }
    set(value === BETWEEN ? { span: '', ...between } : { span: value, from: '', to: '' })
  }
  return (
    <search className="audit-filter">
      <Choice label={TEXTS.kind} value={params.kind} onChange={(kind) => set({ kind })}>
        <option value="">{TEXTS.anyKind}</option>
        {TEXTS.kinds.map(({ kind, word }) => (
          <option key={kind} value={kind}>
            {word}
          </option>
        ))}
      </Choice>
      <Choice label={TEXTS.outcome} value={params.outcome} onChange={(outcome) => set({ outcome })}>
        <option value="">{TEXTS.anyOutcome}</option>
        {AUDIT_OUTCOMES.map((outcome) => (
          <option key={outcome} value={outcome}>
            {TEXTS.outcomes[outcome]}
          </option>
        ))}
      </Choice>
      <Choice label={TEXTS.when} value={isBetween ? BETWEEN : params.span} onChange={setWhen}>
        {Object.entries(TEXTS.spans).map(([span, word]) => (
          <option key={span} value={span}>
            {word}
          </option>
        ))}
        <option value={BETWEEN}>{TEXTS.between}</option>
      </Choice>
      {isBetween && (
        <>
          <Time label={TEXTS.from} value={from} other={to} invalid={isTurned} onChange={(time) => set({ from: time })} />
          <Time label={TEXTS.to} value={to} other={from} invalid={isTurned} onChange={(time) => set({ to: time })} />
        </>
      )}
      <Text label={TEXTS.text} value={params.text} onChange={(text) => set({ text })} />
      {isTurned && (
        <p role="status" className="w-full text-disconnected-text">
          {TEXTS.turned}
        </p>
      )}
    </search>
  )
}

interface Field {
  label: string
  value: string
  onChange: (value: string) => void
}

function Choice({ label, value, onChange, children }: Field & { children: React.ReactNode }) {
  return (
    <label className="grid gap-1">
      <span className="meta text-tertiary">{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  )
}

/** A text that is handed up once typing rests: browsers take only so many changes of the address. */
function Text({ label, value, onChange }: Field) {
  const { text, type, send } = useTyped(value)
  const put = () => {
    if (text === value) return
    send(text)
    onChange(text)
  }
  const settle = useRef(put)
  useEffect(() => {
    settle.current = put
  })
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => settle.current(), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <label className="grid gap-1">
      <span className="meta text-tertiary">{label}</span>
      <input
        type="search"
        className="field"
        maxLength={100}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={put}
      />
    </label>
  )
}

/**
 * A time in the person's own zone, handed up when it is left or with Enter: on the way to a year there are others. With one of both
 * emptied the other stays; the last one can't be, that is *at any time*.
 */
function Time({ label, value, other, invalid, onChange }: Field & { other: string; invalid: boolean }) {
  const zone = useZone()
  const local = value === '' ? '' : new Date(Date.parse(value) + zoneOffset(value, zone) * 1000).toISOString().slice(0, 16)
  const { text, type, send, drop } = useTyped(local)
  const put = () => {
    if (text === local) return
    const at = new Date(text).getTime()
    const time = Number.isNaN(at) ? '' : new Date(at).toISOString()
    if (time === value || (time === '' && other === '')) return drop()
    send(text)
    onChange(time)
  }
  return (
    <label className="grid gap-1">
      <span className="meta text-tertiary">{label}</span>
      <input
        type="datetime-local"
        className="field"
        aria-invalid={invalid}
        required={other === ''}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={put}
        // Half of a time reads as ''.
        onKeyDown={(event) => event.key === 'Enter' && text !== '' && put()}
      />
    </label>
  )
}
