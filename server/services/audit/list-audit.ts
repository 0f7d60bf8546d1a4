import { setImmediate as nextTurn } from 'node:timers/promises'
import { AUDIT_KINDS, AUDIT_OUTCOMES, type AuditItem, type AuditPage } from '#lib/contract/audit.ts'
import type { ChainedRow } from '#server/store/audit-chain.ts'
import { type AuditFilter, auditHead, findAudit } from '#server/store/audit-repo.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import type { Administered } from '../people/administrators.ts'
import { type VoucherConfig, voucherName } from '../people/vouchers.ts'

/** Events looked at before other requests get their turn; a few milliseconds. */
const SLICE = 5000
const LIMIT = 100
const LIMIT_MAX = 500
const TEXT_MAX = 100

type Input = Partial<Record<'kind' | 'outcome' | 'text' | 'from' | 'to' | 'before' | 'limit', string>>

/**
 * Events of the audit log, the newest first. Who administers some managers sees what concerns these.
 * @throws ServiceError `bad_request`
 */
export async function listAudit({
  ctx,
  input,
}: {
  ctx: { readonly db: Pick<Sqlite, 'all' | 'get'>; readonly administered: Administered; readonly config: VoucherConfig }
  input: Input
}): Promise<AuditPage> {
  const { db, administered, config } = ctx
  const { filter, limit, before } = read(input)
  const allowed: AuditFilter = { ...filter, managers: administered === 'none' ? [] : administered }
  const head = auditHead(db)
  const items: AuditItem[] = []
  for (let next = Math.min(before, (head?.seq ?? 0) + 1); next > 1 && items.length <= limit; next -= SLICE) {
    const place = { after: next - SLICE - 1, before: next, limit: limit + 1 - items.length }
    items.push(...findAudit(db, allowed, place).map((row) => toItem(row, config)))
    await nextTurn()
  }
  const last = items[limit - 1]
  return { items: items.slice(0, limit), before: items.length > limit && last ? last.seq : null, head }
}

function read({ kind, outcome, text, from, to, before, limit }: Input) {
  if (kind !== undefined && !AUDIT_KINDS.some((known) => known === kind)) throw bad(`“kind” is one of ${AUDIT_KINDS.join(', ')}.`)
  if (outcome !== undefined && !AUDIT_OUTCOMES.some((known) => known === outcome))
    throw bad(`“outcome” is one of ${AUDIT_OUTCOMES.join(', ')}.`)
  if (text !== undefined && text.length > TEXT_MAX) throw bad(`“text” has up to ${TEXT_MAX} characters.`)
  return {
    filter: { kind, outcome, text: text || undefined, from: time('from', from), to: time('to', to) },
    limit: whole('limit', limit, LIMIT_MAX) ?? LIMIT,
    before: whole('before', before, Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER,
  }
}

function whole(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value <= max)) throw bad(`“${name}” is a whole number from 1 to ${max}.`)
  return value
}

function time(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw bad(`“${name}” is a time such as 2026-12-01T18:00:00Z.`)
  return at
}

function bad(message: string): ServiceError {
  return new ServiceError('bad_request', message)
}

function toItem({ at, outcome, detail, ...row }: ChainedRow, config: VoucherConfig): AuditItem {
  return {
    ...row,
    managerName: row.manager && voucherName(row.manager, config),
    // What somebody wrote into the file by hand must not keep others from being shown.
    at: isoTime(Number.isFinite(at) ? at : 0) ?? '',
    outcome: AUDIT_OUTCOMES.find((known) => known === outcome) ?? 'failed',
    detail: detailsOf(detail),
  }
}

function detailsOf(text: string): AuditItem['detail'] {
  try {
    const detail: unknown = JSON.parse(text)
    if (typeof detail !== 'object' || detail === null) return []
    return Object.entries(detail)
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => ({ name, value: String(value) }))
  } catch {
    return [{ name: 'unreadable', value: text.slice(0, 200) }]
  }
}
