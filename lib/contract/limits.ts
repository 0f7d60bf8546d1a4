import { QUERY_LIMITS } from '#lib/query/limits.ts'

/** Limits of our HTTP API, in one place; the server enforces them and the screens respect them. */
export const LIMITS = {
  /** UTF-16 code units of one query. */
  queryLength: QUERY_LIMITS.length,
  queryDepth: QUERY_LIMITS.depth,
  queryTerms: QUERY_LIMITS.terms,
  pageRows: 500,
  pageRowsDefault: 100,
  userNameLength: 128,
  passwordLength: 512,
  bodyBytes: 16_384,
  /** Levels of a body. */
  bodyDepth: 64,
  /** Values that completion offers at once, and the length of what is looked for. */
  suggestions: 12,
  suggestText: 128,
  countedQueries: 16,
  /** An alert's own JSON, pasted or posted: bytes, levels, and characters of one name in it. */
  alertBytes: 262_144,
  alertDepth: 64,
  alertName: 256,
  /** Values of one breakdown that have a bar of their own. */
  breakdownBars: 1000,
} as const
