import { parseAge } from '#lib/query/age.ts'
import { parseTime } from '#lib/query/time.ts'
import { ServiceError } from './errors.ts'

/**
 * A time as people write it in an address: ISO 8601, or an age such as `24h`, which is that long before `now`.
 * @returns epoch milliseconds @throws ServiceError `bad_request`
 */
export function readTime(name: string, text: string, now: number): number {
  const age = parseAge(text)
  const at = age === null ? parseTime(text)?.at : now - age * 1000
  if (at !== undefined && Number.isFinite(at)) return at
  throw new ServiceError('bad_request', `“${name}” is a time such as 2026-01-31T08:00:00Z or an age such as 24h.`)
}
