import { AUDIT_KINDS, type AuditKind, type AuditOutcome } from '#lib/contract/audit.ts'
import { formatCount } from './numbers.ts'

/** What each kind of event is called. */
const KINDS: Readonly<Record<AuditKind, string>> = {
  sign_in: 'Sign-in',
  sign_out: 'Sign-out',
  session_ended: 'Session ended',
  access_refused: 'Access',
  export: 'Export',
  mark_set: 'Marked as expected',
  mark_ended: 'Mark ended',
  view_changed: 'View changed',
  annotation_changed: 'Annotation changed',
  kiosk_paired: 'Kiosk paired',
  kiosk_changed: 'Kiosk changed',
  kiosk_used: 'Kiosk used',
  account_changed: 'Collecting account changed',
  settings_changed: 'Settings changed',
  certificate_refused: 'Certificate',
  counts_compared: 'Summary against list',
  audit_pruned: 'Old events forgotten',
  audit_lost: 'Events lost',
}

/** Words of the page about the audit log. */
export const AUDIT_TEXT = {
  title: 'Audit log',
  lead: 'Who signed in, what was refused, exported and changed. Nobody can change an event without it showing:',
  verify: 'npm run audit:verify',
  failed: 'The audit log can’t be shown',
  none: 'No event yet.',
  noMatch: 'No event matches.',
  clear: 'Clear the filter',
  kind: 'What',
  anyKind: 'everything',
  outcome: 'Outcome',
  anyOutcome: 'any',
  text: 'Person, address or object',
  when: 'When',
  spans: { '': 'at any time', '1h': 'last hour', '24h': 'last 24 hours', '7d': 'last 7 days', '30d': 'last 30 days' },
  between: 'between two times…',
  from: 'From',
  to: 'To',
  turned: 'This ends before it begins.',
  columns: { at: 'When', kind: 'What', who: 'Who', about: 'About' },
  kinds: AUDIT_KINDS.map((kind) => ({ kind, word: KINDS[kind] })),
  /** Another version may have written a kind that this one has no word for. */
  word: (kind: string) => Object.entries(KINDS).find(([known]) => known === kind)?.[1] ?? kind,
  outcomes: { ok: 'done', refused: 'refused', failed: 'failed' } as const satisfies Record<AuditOutcome, string>,
  times: (count: number, within: 'minute' | 'hour') =>
    `${formatCount(count)} times within ${within === 'hour' ? 'an hour' : 'a minute'}`,
  nobody: 'Rollcall',
  stranger: 'not signed in',
  by: (address: string) => `from ${address}`,
  older: 'Show older events',
  head: (seq: number) => `Newest event ${formatCount(seq)}, hash`,
  hash: 'hash',
} as const
