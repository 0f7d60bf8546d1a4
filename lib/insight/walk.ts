import { DAY_MS, HOUR_MS } from './steps.ts'

/** What tells how states changed in a stretch of the past: single changes, or the net changes of whole hours or days. */
export interface Span {
  readonly kind: 'changes' | 'hour' | 'day'
  readonly from: number
  readonly to: number
}

/**
 * How to walk back from now to the oldest of `times`: whole days and hours where nobody asks for a time within, else single changes.
 * @param rolled starts of the hours and days that are rolled up @param rolledUntil end of the newest hour
 */
export function planWalk(
  times: readonly number[],
  rolled: { readonly hours: ReadonlySet<number>; readonly days: ReadonlySet<number> },
  rolledUntil: number,
): Span[] {
  const falling = [...times].sort((a, b) => b - a)
  const lowest = falling[falling.length - 1]
  if (lowest === undefined) return []
  const spans: Span[] = []
  let next = 0
  let to = Math.max(rolledUntil, lowest)
  add(spans, { kind: 'changes', from: to, to: Number.MAX_SAFE_INTEGER })
  while (to > lowest) {
    while ((falling[next] ?? Number.NEGATIVE_INFINITY) >= to) next++
    const highest = falling[next] ?? lowest
    const fits = (size: number) => to % size === 0 && highest <= to - size
    if (fits(DAY_MS) && rolled.days.has(to - DAY_MS)) add(spans, { kind: 'day', from: to - DAY_MS, to })
    else if (fits(HOUR_MS) && rolled.hours.has(to - HOUR_MS)) add(spans, { kind: 'hour', from: to - HOUR_MS, to })
    else {
      // Down to the next full hour, where roll-ups may go on.
      const from = Math.max(Math.floor((to - 1) / HOUR_MS) * HOUR_MS, lowest)
      add(spans, { kind: 'changes', from, to })
    }
    to = spans[spans.length - 1]?.from ?? lowest
  }
  return spans
}

/** Spans of one kind that touch are read at once. */
function add(spans: Span[], span: Span): void {
  const last = spans[spans.length - 1]
  if (last?.kind === span.kind && last.from === span.to) spans[spans.length - 1] = { ...last, from: span.from }
  else spans.push(span)
}
