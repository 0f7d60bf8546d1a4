import type { AccountRights } from '#server/manager/account-rights.ts'

/** Actions that are spelled out; the rest is counted. */
const NAMED_MAX = 4

/** What is wrong with the account that we collect with, one plain line each, for whoever started us. */
export function accountWarnings(manager: { name: string; user: string }, { hidden, excess }: AccountRights): string[] {
  const account = `rollcall: ${manager.name}: the account “${manager.user}” that Rollcall collects with`
  const lines: string[] = []
  if (hidden.includes('agents')) lines.push(`${account} may not read every agent: only what it may read is shown`)
  else if (hidden.includes('groups')) lines.push(`${account} may not read every group: their sums are not shown`)
  if (excess.length > 0) {
    const rest = excess.length - NAMED_MAX
    const named = excess.slice(0, NAMED_MAX).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
    lines.push(`${account} may do more than read (${named}): docs/deploy.md has a role that is enough`)
  }
  return lines
}
