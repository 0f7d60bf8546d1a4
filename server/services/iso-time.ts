/** Epoch milliseconds as ISO 8601 in UTC. Times beyond the years 1 to 9999, which four digits can't write, become the nearest that can. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS)).toISOString()
}

const EARLIEST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z')
