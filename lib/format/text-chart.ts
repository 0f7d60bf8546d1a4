import { formatCount, plural } from './numbers.ts'

/** Words of the chart of what did not report; part of `TEXT`. */
export const CHART_TEXT = {
  title: 'Not reporting',
  wholeTitle: 'Not reporting, whatever the filter',
  fold: 'How it was for all endpoints, whatever the filter',
  dayAgo: (count: number) => `, ${formatCount(count)} a day ago`,
  ranges: 'Time shown',
  range: { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d', '1y': '1 y' },
  rangeTitle: { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days', '1y': 'Last year' },
  zoomed: (from: string, to: string) => `${from} – ${to}`,
  unzoom: 'Show the last 24 hours again',
  table: 'Table',
  chart: 'Chart',
  hint: 'Drag to zoom, click to see what changed.',
  loading: 'Loading the chart',
  failed: 'How it was could not be loaded.',
  /** What the drawing says to those who can't see it. */
  describe: (range: string, least: number | null, most: number | null, now: number | null, gaps: number) =>
    least === null || most === null
      ? `Endpoints not reporting, ${range}: nothing was seen in this time.`
      : `Endpoints not reporting, ${range}: between ${formatCount(least)} and ${formatCount(most)}${
          now === null ? '' : `, ${formatCount(now)} at the end`
        }.${gaps === 0 ? '' : ` ${plural(gaps, 'gap', 'gaps')} without data.`}`,
  gap: {
    collector: 'Rollcall did not run',
    unreachable: 'manager did not answer',
    refused: 'manager refused us',
    other_fleet: 'another fleet answered',
    degraded: 'answers could not be used',
  },
  noData: (from: string, to: string) => `no data ${from}–${to}`,
  noDataWhy: (from: string, to: string, reason: string, of = '') => `No data ${from}–${to}${of}: ${reason}.`,
  moreGaps: (count: number) => plural(count, 'more gap', 'more gaps'),
  noDataShort: 'no data',
  gapLine: (from: string, to: string, reason: string) => `${from} to ${to}: ${reason}`,
  gapOf: (manager: string) => ` (${manager})`,
  gaps: 'Gaps',
  lost: (count: number) => `${formatCount(count)} lost`,
  notWatched: 'not watched yet',
  generated: 'made up for the demo',
  generatedUntil: (time: string) => `Before ${time} made up for the demo`,
  total: 'Not reporting',
  all: 'All',
  peak: (count: number) => `up to ${formatCount(count)} in this step`,
  precision: {
    exact: '',
    approximate: 'Nobody looked throughout: at least so.',
    partial: 'Of some managers only older counts are known.',
    none: 'Nobody looked.',
  },
  tableCaption: (range: string) => `Endpoints not reporting, ${range}, newest first`,
  columns: { time: 'Until', changes: 'What changed' },
  noCount: 'no data',
  show: 'Show',
  showAround: (time: string) => `Show what changed around ${time}`,
  rows: (count: number) => `Show all ${formatCount(count)} steps`,
} as const
