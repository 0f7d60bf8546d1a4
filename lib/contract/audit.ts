import { z } from './zod.ts'

/** What is written down in the audit log. A new kind needs its words in `lib/format/text-audit.ts`, nothing else. */
export const AUDIT_KINDS = [
  'sign_in',
  'sign_out',
  'session_ended',
  'access_refused',
  'export',
  'mark_set',
  'mark_ended',
  'view_changed',
  'annotation_changed',
  'kiosk_paired',
  'kiosk_changed',
  'kiosk_used',
  'account_changed',
  'settings_changed',
  'certificate_refused',
  'counts_compared',
  'audit_pruned',
  'audit_lost',
] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** `refused` it was not allowed, `failed` it was tried in earnest and did not work. */
export const AUDIT_OUTCOMES = ['ok', 'refused', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** How long the same counts as one, for what somebody can cause at will. A wall that was forgotten asks for ever. */
export function countedWithin({ kind, outcome }: { readonly kind: string; readonly outcome: AuditOutcome }): 'minute' | 'hour' {
  return kind === 'kiosk_used' && outcome === 'refused' ? 'hour' : 'minute'
}

/** One event. Texts hold no character that is not seen: such ones stand there as `\u{a}`. */
export const auditItem = z.object({
  /** 1, 2, 3 … without a gap. */
  seq: z.number(),
  at: z.iso.datetime(),
  /** One of `AUDIT_KINDS`; another word when another version wrote it. */
  kind: z.string(),
  outcome: z.enum(AUDIT_OUTCOMES),
  /** Who: id of the manager of their account, or of another way in, what that is called now, and their name there. */
  manager: z.nullable(z.string()),
  managerName: z.nullable(z.string()),
  username: z.nullable(z.string()),
  /** Of the peer. */
  address: z.nullable(z.string()),
  /** What it was about. */
  subject: z.nullable(z.string()),
  detail: z.array(z.object({ name: z.string(), value: z.string() })),
  /** How often the same happened within the time of `countedWithin`. */
  times: z.number(),
  requestId: z.nullable(z.string()),
  /** SHA-256 over this event and the hash before it; with a key of the server's, HMAC after the key's id and a colon. */
  hash: z.string(),
})
export type AuditItem = z.infer<typeof auditItem>

/** `GET /api/audit?kind=&outcome=&text=&from=&to=&before=&limit=`: the newest first. */
export const auditPage = z.object({
  items: z.array(auditItem),
  /** Pass as `before` for older ones, `null` on the last page. */
  before: z.nullable(z.number()),
  /** The newest event of all, as the process log gives it hourly; `null` while there is none. */
  head: z.nullable(z.object({ seq: z.number(), hash: z.string() })),
})
export type AuditPage = z.infer<typeof auditPage>
