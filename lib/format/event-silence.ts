import type { MassEventItem } from '#lib/contract/events.ts'

const NO_KEEP_ALIVE = 4

/**
 * When endpoints that fell silent together did so: they were heard last before their manager declared them disconnected.
 * @returns ISO 8601; `null` for other changes, and where it is not known
 */
export function silenceOf({
  direction,
  statusCode,
  heardFrom,
  heardTo,
  to,
}: Pick<MassEventItem, 'direction' | 'statusCode' | 'heardFrom' | 'heardTo' | 'to'>): { from: string; to: string } | null {
  if (direction !== 'down' || statusCode !== NO_KEEP_ALIVE || heardFrom === null || heardTo === null) return null
  return Date.parse(heardTo) <= Date.parse(to) ? { from: heardFrom, to: heardTo } : null
}
