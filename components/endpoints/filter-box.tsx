'use client'

import { useCallback, useRef } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { TEXT } from '#lib/format/text.ts'
import type { QueryProblem } from '#lib/query/ast.ts'
import { useDraft } from './use-draft.ts'

/** The filter: one line of the query language. `/` comes here, Enter takes over, Esc takes back. */
export function FilterBox({
  q,
  onChange,
  still,
}: {
  q: string
  onChange: (q: string, how: 'push' | 'replace') => void
  /** Says what is shown while the text can't be read; '' when nothing is. */
  still: string
}) {
  const draft = useDraft(q, onChange)
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const focus = useCallback(() => input.current?.focus(), [])
  useShortcut('/', focus)
  const { problem } = draft

  const onKeyDown = (event: React.KeyboardEvent) => {
    // While a word is being composed, Enter and Esc belong to the input method.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') draft.commit()
    if (event.key === 'Escape') draft.escape()
  }
  const takeSuggestion = (suggestion: string) => {
    if (!problem) return
    draft.commit(draft.text.slice(0, problem.span.start) + suggestion + draft.text.slice(problem.span.end))
    focus()
  }
  return (
    <search className="contents">
      <div className="tools gutter">
        <div className="filter" data-wrong={problem ? '' : undefined}>
          <Icon name="filter" />
          <div className="words">
            <div className="mirror" ref={mirror} aria-hidden="true">
              {problem && <Marked text={draft.text} problem={problem} />}
            </div>
            <input
              ref={input}
              type="text"
              name="q"
              aria-label={TEXT.filter.label}
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? 'filter-problem' : undefined}
              aria-keyshortcuts="/"
              placeholder={TEXT.filter.placeholder}
              maxLength={LIMITS.queryLength}
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              value={draft.text}
              onChange={(event) => draft.type(event.target.value)}
              onKeyDown={onKeyDown}
              onBlur={() => draft.text.trim() !== '' && problem === null && draft.commit()}
              onScroll={(event) => mirror.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
            />
          </div>
          {draft.text === '' ? (
            <span className="key me-1 max-sm:hidden" aria-hidden="true">
              /
            </span>
          ) : (
            <button
              type="button"
              className="ghost copy"
              aria-label={TEXT.filter.clear}
              title={TEXT.filter.clear}
              onClick={() => draft.commit('')}
            >
              <Icon name="close" small />
            </button>
          )}
        </div>
      </div>
      <div role="status" id="filter-problem" className="gutter">
        {problem && (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2">
            <span>{problem.message}</span>
            {problem.suggestion !== undefined && (
              <button type="button" className="link min-h-(--hit)" onClick={() => takeSuggestion(problem.suggestion ?? '')}>
                {TEXT.filter.use(problem.suggestion)}
              </button>
            )}
            {still !== '' && <span className="text-tertiary">{still}</span>}
          </p>
        )}
      </div>
    </search>
  )
}

/** The text with a line under the place that can't be read; at the end of the text a space carries it. */
function Marked({ text, problem: { span } }: { text: string; problem: QueryProblem }) {
  return (
    <>
      {text.slice(0, span.start)}
      <u>{text.slice(span.start, span.end) || '\u00a0\u00a0'}</u>
      {text.slice(span.end)}
    </>
  )
}
