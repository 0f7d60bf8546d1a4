/** How much one query may ask for; `lib/contract` shows them to the screens. */
export interface QueryLimits {
  /** UTF-16 code units, of the text and of its canonical form. */
  readonly length: number
  /** Nesting of parentheses and `not`. */
  readonly depth: number
  /** Conditions, bare words and values of `in` lists together. */
  readonly terms: number
}

export const QUERY_LIMITS: QueryLimits = { length: 2048, depth: 16, terms: 64 }
