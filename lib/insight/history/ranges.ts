import { DAY_MS, HOUR_MS } from '../steps.ts'

/** The times over which the history of an endpoint is told. */
export const HISTORY_RANGES = ['24h', '7d', '30d', '1y'] as const
export type HistoryRange = (typeof HISTORY_RANGES)[number]

/** How long each is, and how its strip is cut: narrow cells, as many as a screen can show apart. */
export const RANGE = {
  '24h': { ms: DAY_MS, cellMs: HOUR_MS / 12, cells: 288 },
  '7d': { ms: 7 * DAY_MS, cellMs: HOUR_MS / 2, cells: 336 },
  '30d': { ms: 30 * DAY_MS, cellMs: 2 * HOUR_MS, cells: 360 },
  '1y': { ms: 365 * DAY_MS, cellMs: DAY_MS, cells: 365 },
} as const satisfies Record<HistoryRange, { ms: number; cellMs: number; cells: number }>
