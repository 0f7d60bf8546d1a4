import { formatCount, plural } from './numbers.ts'

const rows = (count: number) => plural(count, 'row', 'rows')

/** Words of the export of a list. */
export const EXPORT_TEXT = {
  open: 'Export',
  title: 'Export this list',
  what: (total: number, columns: number, limited: boolean) =>
    `${plural(total, 'endpoint', 'endpoints')}${limited ? ' in your scope' : ''}, all pages, as filtered and sorted, ${plural(columns, 'column', 'columns')}.`,
  everyColumn: 'Every column, not only those shown',
  formats: {
    csv: { label: 'CSV', note: 'for spreadsheets' },
    jsonl: { label: 'JSON Lines', note: 'for programs' },
  },
  progress: (done: number, total: number) => `${formatCount(done)} of ${rows(total)}`,
  running: (done: number, total: number) => `Exporting: ${formatCount(done)} of ${rows(total)}`,
  starting: 'Exporting…',
  cancel: 'Cancel',
  cancelled: 'Cancelled. Nothing was saved.',
  done: (count: number, name: string) => `${rows(count)} saved as ${name}.`,
  failed: (message: string) => `Nothing was saved. ${message}`,
  cutOff: 'The file ended before all rows had come. Try again.',
}
