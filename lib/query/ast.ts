import type { IpRange } from '#lib/agent/collate.ts'
import type { FieldName } from './fields.ts'

/** Half-open range of UTF-16 code units in the query text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export const OPERATORS = ['=', '!=', '<', '>', '<=', '>=', '~', '!~'] as const
export type Operator = (typeof OPERATORS)[number]

/**
 * A literal, typed by its field when the query is parsed, so that nothing downstream reads text again.
 * `text` of `text` and `ip` is what was written; of the other types it is the canonical spelling.
 */
export type Value =
  | { readonly type: 'null' }
  /** `folded` is what is compared. Also every value of `~`, and the manager's word of an enum. */
  | { readonly type: 'text'; readonly text: string; readonly folded: string }
  | { readonly type: 'number'; readonly number: number; readonly text: string }
  | { readonly type: 'boolean'; readonly boolean: boolean }
  /** Numeric parts, see `#lib/agent/version.ts`; empty when the text holds no number and is compared as text. */
  | { readonly type: 'version'; readonly parts: readonly number[]; readonly text: string }
  /** An address or a CIDR range, see `parseIpRange` in `#lib/agent/collate.ts`; an address is a range of one. */
  | { readonly type: 'ip'; readonly range: IpRange; readonly text: string }
  /** Seconds. */
  | { readonly type: 'duration'; readonly seconds: number; readonly text: string }
  /** Absolute, epoch milliseconds: `at` is where the written day, minute, second or millisecond begins, `until` where it is over. */
  | { readonly type: 'time'; readonly at: number; readonly until: number; readonly text: string }
  /** An age on a time field, compared as an age, as WQL does: `lastKeepAlive>7d` is longer ago than 7 days before `asOf`. */
  | { readonly type: 'ago'; readonly seconds: number; readonly text: string }

/** A parsed query. Everything is two-valued: `not x` matches exactly the agents that `x` does not. */
export type Expr =
  | { readonly kind: 'all'; readonly span: Span }
  | { readonly kind: 'and'; readonly items: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'or'; readonly items: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'not'; readonly item: Expr; readonly span: Span }
  | {
      readonly kind: 'compare'
      readonly field: FieldName
      readonly operator: Operator
      readonly value: Value
      readonly span: Span
      readonly fieldSpan: Span
      readonly valueSpan: Span
    }
  | {
      readonly kind: 'in'
      readonly field: FieldName
      readonly values: readonly Value[]
      readonly span: Span
      readonly fieldSpan: Span
    }
  /** A bare word: substring of name, id, ip or registerIP, folded. */
  | { readonly kind: 'word'; readonly text: string; readonly folded: string; readonly span: Span }

/**
 * Why a query could not be read: a sentence, the place, and where possible what was probably meant:
 * `suggestion` is text to put in place of `span`.
 */
export interface QueryProblem {
  readonly message: string
  readonly span: Span
  readonly suggestion?: string
}

export type ParseResult = { readonly ok: true; readonly expr: Expr } | { readonly ok: false; readonly problem: QueryProblem }
