import type { Operator, Span } from './ast.ts'
import type { FieldName } from './fields.ts'
import type { QueryLimits } from './limits.ts'
import { Refusal, refuse } from './refusal.ts'
import type { Token } from './tokenize.ts'

/** The last comparison and where its value ended, so that a word behind it can be told from a part of the value. */
export interface LastComparison {
  readonly field: FieldName
  readonly operator: Operator
  readonly quoted: boolean
  /** Index of the token after the value. */
  readonly next: number
  readonly span: Span
  readonly valueSpan: Span
}

/** Place in the tokens, and what the limits count. */
export class TokenCursor {
  readonly text: string
  index = 0
  lastComparison: LastComparison | null = null
  private readonly tokens: readonly Token[]
  private readonly limits: QueryLimits
  private depth = 0
  private terms = 0

  /** @param tokens as `tokenize` gives them: the last one is `end` */
  constructor(text: string, tokens: readonly Token[], limits: QueryLimits) {
    this.text = text
    this.tokens = tokens
    this.limits = limits
  }

  get token(): Token {
    return this.peek(0)
  }

  /** The token `offset` after the current one; `end` beyond the last, and before the first. */
  peek(offset: number): Token {
    const end = { kind: 'end', span: { start: this.text.length, end: this.text.length } } as const
    return this.tokens[this.index + offset] ?? end
  }

  advance(count = 1): void {
    this.index += count
  }

  /** Whether a word or quoted text ends exactly where the current token starts, and is no word of the grammar. */
  isGlued(): boolean {
    const before = this.peek(-1)
    if (before.span.end !== this.token.span.start) return false
    return before.kind === 'quoted' || (before.kind === 'word' && !/^(?:and|or|not|in)$/i.test(before.text))
  }

  /** Reads one level deeper; refuses at `span` when that is too deep. */
  nested<T>(span: Span, read: () => T): T {
    if (this.depth >= this.limits.depth) refuse(`Parentheses and not go at most ${this.limits.depth} deep.`, span)
    this.depth++
    const result = read()
    this.depth--
    return result
  }

  /** Counts a condition, a search word or a value of a list. */
  countTerm(span: Span): void {
    this.terms++
    if (this.terms > this.limits.terms) refuse(`A query has at most ${this.limits.terms} conditions, words and values.`, span)
  }

  /** Refuses with the tokenizer's reason when the current token can't be read. */
  refuseBad(): void {
    if (this.token.kind === 'bad') throw new Refusal(this.token.problem)
  }
}
