/** Limits of our HTTP API, in one place; the server enforces them and the screens respect them. */
export const LIMITS = {
  /** UTF-16 code units of one query. */
  queryLength: 2048,
  queryDepth: 16,
  queryTerms: 64,
  pageRows: 500,
  pageRowsDefault: 100,
  userNameLength: 128,
  passwordLength: 512,
  bodyBytes: 16_384,
} as const
