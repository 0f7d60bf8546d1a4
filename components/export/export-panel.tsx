'use client'

import { useEffect, useRef, useState } from 'react'
import type { ExportParams } from '#lib/api/export.ts'
import { EXPORT_COLUMNS, EXPORT_FORMATS, exportColumnsOf } from '#lib/contract/export.ts'
import { EXPORT_TEXT } from '#lib/format/text-export.ts'
import type { ExportWhat } from './export-what.ts'
import type { ExportState } from './use-export.ts'

/** What will be saved and as what; then how far it is. */
export function ExportPanel({
  what,
  state,
  onStart,
  onCancel,
}: {
  what: ExportWhat
  state: ExportState
  onStart: (params: ExportParams) => void
  onCancel: () => void
}) {
  const [every, setEvery] = useState(false)
  const columns = every ? EXPORT_COLUMNS.length : new Set(what.cols.flatMap((word) => exportColumnsOf(word) ?? [])).size
  const isRunning = state.kind === 'starting' || state.kind === 'running'
  return (
    <section className="grid gap-3">
      <h2 className="font-semibold">{EXPORT_TEXT.title}</h2>
      <p className="meta text-secondary">{EXPORT_TEXT.what(what.total, columns, what.limited)}</p>
      {isRunning ? (
        <Running state={state} onCancel={onCancel} />
      ) : (
        <>
          <label className="flex min-h-(--hit) items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-primary"
              checked={every}
              onChange={(event) => setEvery(event.target.checked)}
            />
            {EXPORT_TEXT.everyColumn}
          </label>
          <div className="grid grid-cols-2 gap-2">
            {EXPORT_FORMATS.map((format) => (
              <button
                key={format}
                type="button"
                className="button tall"
                onClick={() => onStart({ q: what.q, sort: what.sort, cols: every ? '' : what.cols.join(), format })}
              >
                <span className="grid">
                  {EXPORT_TEXT.formats[format].label}
                  <span className="meta font-normal text-secondary">{EXPORT_TEXT.formats[format].note}</span>
                </span>
              </button>
            ))}
          </div>
        </>
      )}
      <Outcome state={state} />
    </section>
  )
}

function Running({ state, onCancel }: { state: ExportState; onCancel: () => void }) {
  const { rows, total } = state.kind === 'running' ? state : { rows: 0, total: 0 }
  return (
    <div className="grid gap-2">
      <progress className="meter" max={Math.max(1, total)} value={rows} aria-label={EXPORT_TEXT.starting} />
      <div className="flex items-center justify-between gap-3">
        <span className="meta text-secondary">{total === 0 ? EXPORT_TEXT.starting : EXPORT_TEXT.progress(rows, total)}</span>
        <button type="button" className="button" onClick={onCancel}>
          {EXPORT_TEXT.cancel}
        </button>
      </div>
    </div>
  )
}

const SAID_EVERY_MS = 5000

/** How it ended; on the way a screen reader hears the rows so far every few seconds and not with every piece. */
function Outcome({ state }: { state: ExportState }) {
  const [said, setSaid] = useState('')
  const isRunning = state.kind === 'running'
  const news = useRef('')
  useEffect(() => {
    news.current = isRunning ? EXPORT_TEXT.running(state.rows, state.total) : ''
  })
  useEffect(() => {
    setSaid('')
    if (!isRunning) return
    const timer = setInterval(() => setSaid(news.current), SAID_EVERY_MS)
    return () => clearInterval(timer)
  }, [isRunning])
  return (
    <p role="status" className={isRunning || state.kind === 'idle' ? 'sr-only' : 'meta text-secondary wrap-anywhere'}>
      {isRunning ? said : wordsOf(state)}
    </p>
  )
}

function wordsOf(state: ExportState): string {
  switch (state.kind) {
    case 'done':
      return EXPORT_TEXT.done(state.rows, state.name)
    case 'failed':
      return EXPORT_TEXT.failed(state.message)
    case 'cancelled':
      return EXPORT_TEXT.cancelled
    default:
      return ''
  }
}
