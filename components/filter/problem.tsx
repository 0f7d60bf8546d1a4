import { TEXT } from '#lib/format/text.ts'
import type { QueryProblem } from '#lib/query/ast.ts'

/** Why the text can't be read, and what was probably meant. */
export function Problem({
  problem,
  text,
  still,
  onFix,
}: {
  problem: QueryProblem | null
  text: string
  still: string
  onFix: (text: string) => void
}) {
  const fix = (suggestion: string, { start, end }: QueryProblem['span']) => text.slice(0, start) + suggestion + text.slice(end)
  return (
    <div role="status" id="filter-problem" className="gutter">
      {problem && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2">
          <span>{problem.message}</span>
          {problem.suggestion !== undefined && (
            <button
              type="button"
              className="link min-h-(--hit)"
              onClick={() => onFix(fix(problem.suggestion ?? '', problem.span))}
            >
              {TEXT.filter.use(problem.suggestion)}
            </button>
          )}
          {still !== '' && <span className="text-tertiary">{still}</span>}
        </p>
      )}
    </div>
  )
}

/** The text with a line under the place that can't be read; at the end of the text a space carries it. */
export function Underlined({ text, problem: { span } }: { text: string; problem: QueryProblem }) {
  return (
    <>
      {text.slice(0, span.start)}
      <u>{text.slice(span.start, span.end) || '\u00a0\u00a0'}</u>
      {text.slice(span.end)}
    </>
  )
}
