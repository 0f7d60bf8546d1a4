/** Requests a minute, of the web's 30 at a manager, that asking for people's rights may take (docs/decisions/0007). */
export const RIGHTS_REQUESTS_PER_MINUTE = 10

/** With this, and a screen that asks every 5 s, a lost right shows within a minute. */
const SHORTEST_MS = 40_000
/** With the slack after it, rights are never older than 5 minutes while somebody uses them. */
const LONGEST_MS = 270_000
/** How often an account's token is renewed: it lives 15 minutes and is replaced a minute before its end. */
const TOKEN_MS = 14 * 60_000

/** Milliseconds between two reads of one account's rights while this many accounts of its manager are in use. */
export function rightsPeriodMs(accounts: number): number {
  const left = RIGHTS_REQUESTS_PER_MINUTE - (accounts * 60_000) / TOKEN_MS
  const wanted = left > 0 ? (accounts * 60_000) / left : LONGEST_MS
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wanted))
}
