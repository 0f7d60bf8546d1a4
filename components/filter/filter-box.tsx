'use client'

import { lazy, Suspense, useCallback, useRef } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { TEXT } from '#lib/format/text.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'
import { Chips } from './chips.tsx'
import type { Option } from './options.ts'
import { Problem, Underlined } from './problem.tsx'
import { optionId, SUGGEST_ID } from './suggest-id.ts'
import { useCompletion } from './use-completion.ts'
import { useDraft } from './use-draft.ts'
import { useToolsHeight } from './use-tools-height.ts'

const SuggestList = lazy(() => import('./suggest-list.tsx').then(({ SuggestList }) => ({ default: SuggestList })))

/** The filter: its conditions as chips, and a line of the query language. `/` comes here, Enter takes over, Esc takes back. */
export function FilterBox({
  q,
  onChange,
  still,
  children,
}: {
  q: string
  onChange: (q: string, how: 'push' | 'replace') => void
  /** Says what is shown while the text can't be read; '' when nothing is. */
  still: string
  /** Buttons beside the box. */
  children?: React.ReactNode
}) {
  const draft = useDraft(q, onChange)
  const completion = useCompletion(draft.text, printQuery(draft.settled))
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const focus = useCallback(() => input.current?.focus(), [])
  useShortcut('/', focus)
  const tools = useToolsHeight()
  const chosen = completion.options[completion.active]
  // While there is something to choose, what is written is not finished.
  const problem = completion.isOpen ? null : draft.problem

  const choose = (option: Option) => {
    const isWhole = option.ends && option.text.trim() === option.text.slice(0, option.caret).trim()
    if (isWhole && parseQuery(option.text).ok) {
      draft.commit(option.text.trim())
      completion.close()
    } else {
      draft.type(option.text)
      completion.open(option.caret)
      // The caret is put there once the new text stands in the box.
      requestAnimationFrame(() => input.current?.setSelectionRange(option.caret, option.caret))
    }
    focus()
  }
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    // While a word is being composed, Enter and Esc belong to the input method.
    if (event.nativeEvent.isComposing) return
    const { key } = event
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : null
    if (step !== null) {
      event.preventDefault()
      if (completion.isOpen) completion.move(step)
      else completion.open(event.currentTarget.selectionStart ?? 0)
    } else if (key === 'Tab' && completion.isOpen && draft.text !== '' && !event.shiftKey) {
      const first = chosen ?? completion.options[0]
      if (first && first.key !== 'word') {
        event.preventDefault()
        choose(first)
      }
    } else if (key === 'Enter') {
      if (chosen) choose(chosen)
      else {
        draft.commit()
        completion.close()
      }
    } else if (key === 'Escape') {
      if (chosen) completion.open(event.currentTarget.selectionStart ?? 0)
      else {
        completion.close()
        draft.escape()
      }
    } else if (key === 'Backspace' && draft.text === '' && draft.terms.length > 0) {
      event.preventDefault()
      draft.edit(draft.terms.length - 1)
    }
  }
  const fix = (fixed: string) => {
    draft.commit(fixed)
    focus()
  }
  const edit = (index: number) => {
    draft.edit(index)
    focus()
  }
  const isEmpty = draft.text === '' && draft.terms.length === 0
  return (
    <search className="contents">
      <div className="tools gutter" ref={tools}>
        <div className="filter" data-wrong={problem ? '' : undefined}>
          <Icon name="filter" />
          <Chips terms={draft.terms} onEdit={edit} onInvert={draft.invert} onRemove={draft.remove} />
          <div className="words" data-empty={draft.text === '' ? '' : undefined}>
            <div className="mirror" ref={mirror} aria-hidden="true">
              {problem && <Underlined text={draft.text} problem={problem} />}
            </div>
            <input
              ref={input}
              type="text"
              name="q"
              role="combobox"
              aria-label={TEXT.filter.label}
              aria-expanded={completion.isOpen}
              aria-controls={completion.isOpen ? SUGGEST_ID : undefined}
              aria-autocomplete="list"
              aria-activedescendant={optionId(chosen)}
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? 'filter-problem' : undefined}
              aria-keyshortcuts="/"
              placeholder={draft.terms.length === 0 ? TEXT.filter.placeholder : ''}
              maxLength={LIMITS.queryLength}
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              value={draft.text}
              onChange={(event) => {
                draft.type(event.target.value)
                completion.open(event.target.selectionStart ?? event.target.value.length)
              }}
              onFocus={completion.load}
              onKeyDown={onKeyDown}
              onBlur={() => {
                completion.close()
                if (draft.text.trim() !== '') draft.commit()
              }}
              onScroll={(event) => mirror.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
            />
          </div>
          {isEmpty ? (
            <span className="key me-1 max-sm:hidden" aria-hidden="true">
              /
            </span>
          ) : (
            <button
              type="button"
              className="ghost copy"
              aria-label={TEXT.filter.clear}
              title={TEXT.filter.clear}
              onClick={() => {
                draft.clear()
                focus()
              }}
            >
              <Icon name="close" small />
            </button>
          )}
          {completion.isOpen && (
            <Suspense>
              <SuggestList groups={completion.groups} chosen={chosen} onChoose={choose} />
            </Suspense>
          )}
        </div>
        {children}
      </div>
      <Problem problem={problem} text={draft.text} still={still} onFix={fix} />
    </search>
  )
}
