import type { AuditParams } from '#lib/api/administration-queries.ts'
import { AUDIT_SPANS } from '#lib/api/administration-queries.ts'
import { AUDIT_KINDS, AUDIT_OUTCOMES } from '#lib/contract/audit.ts'

export const EVERYTHING: AuditParams = { kind: '', outcome: '', text: '', span: '', from: '', to: '' }

/** What an address says of the page; what it says of nothing that there is reads as ''. */
export function readAuditUrl(search: URLSearchParams): AuditParams {
  const of = (name: keyof AuditParams) => search.get(name) ?? ''
  const timeOf = (name: 'from' | 'to') => (Number.isNaN(Date.parse(of(name))) ? '' : new Date(of(name)).toISOString())
  const kind = AUDIT_KINDS.find((known) => known === of('kind')) ?? ''
  const outcome = AUDIT_OUTCOMES.find((known) => known === of('outcome')) ?? ''
  const span = Object.hasOwn(AUDIT_SPANS, of('span')) ? of('span') : ''
  const between = span === '' ? { from: timeOf('from'), to: timeOf('to') } : { from: '', to: '' }
  return { kind, outcome, text: of('text').slice(0, 100), span, ...between }
}

/** The address of the page with what is set. */
export function auditHref(params: AuditParams): string {
  const set = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== ''))
  return set.size === 0 ? '/audit' : `/audit?${set.toString()}`
}
