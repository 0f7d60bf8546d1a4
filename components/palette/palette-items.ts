import { STATUS_META } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { Expr } from '#lib/query/ast.ts'
import { printQuery } from '#lib/query/print.ts'
import { textValue } from '#lib/query/values.ts'

/** One thing to go to or to do. */
export interface PaletteItem {
  readonly key: string
  readonly label: string
  readonly note: string
  /** Other words that people call it by. */
  readonly also?: string
  readonly run: () => void
}

const WORDS_MAX = 6

/** Whether every word of what was typed is in the label or in what else it is called. */
export function isCalled({ label, also = '' }: PaletteItem, text: string): boolean {
  const names = `${label} ${also}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => names.includes(word))
}

/** The query that finds endpoints by what was typed: every word in name, id or address; '' for none. */
export function wordQuery(text: string): string {
  const span = { start: 0, end: 0 }
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX)
  const items = words.map((word): Expr => ({ kind: 'word', ...textValue(word), span }))
  const query = printQuery({ kind: 'and', items, span })
  return query.length > LIMITS.queryLength ? '' : query
}

export function agentItems(items: readonly AgentItem[], go: (href: string) => void): PaletteItem[] {
  return items.map(({ manager, id, name, ip, status, expected }) => ({
    key: `agent ${manager}/${id}`,
    label: name,
    note: [STATUS_META[status].label, expected && MARKS_TEXT.title.toLowerCase(), id, ip].filter(Boolean).join(' · '),
    run: () => go(`/agents/${encodeURIComponent(manager)}/${id}`),
  }))
}
