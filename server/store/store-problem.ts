import { sqliteProblem } from './sqlite.ts'

/** What is wrong with the store, as the middle of a sentence (“is locked by …”), when that is why a call failed; else `null`. */
export function storeProblem(error: unknown): string | null {
  const { kind, words } = sqliteProblem(error)
  return kind === 'other' ? null : words
}
