import type { ExportColumn, ExportFormat } from '#lib/contract/export.ts'
import { isoTime } from '../iso-time.ts'

/** How the cells of one format are written; times in epoch milliseconds. */
export interface CellCoding {
  readonly none: string
  text(value: string): string
  number(value: number): string
  boolean(value: boolean): string
  time(value: number): string
  list(values: readonly string[]): string
}

/** A file as pieces of text: `start`, then for each row `before[i]` and cell i, then `after`. */
export interface FileFormat {
  readonly contentType: string
  readonly start: string
  readonly coding: CellCoding
  /** In the order in which the cells of a row are written. */
  readonly columns: readonly ExportColumn[]
  readonly before: readonly string[]
  readonly after: string
}

export function fileFormat(format: ExportFormat, columns: readonly ExportColumn[]): FileFormat {
  return format === 'csv' ? csv(columns) : jsonLines(columns)
}

/** What a spreadsheet may take for a formula at the start of a cell, also behind apostrophes of its own. Source: OWASP, CSV injection. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/

/**
 * Text in a CSV file. What could run as a formula gets an apostrophe in front; so does text that looks like the result, so that
 * taking away one apostrophe always gives back what was there.
 */
export function csvText(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return safe === '' || NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const CSV_CODING: CellCoding = {
  none: '',
  text: csvText,
  number: String,
  boolean: String,
  time: (value) => isoTime(value) ?? '',
  // The manager itself separates groups by commas, so a name that holds one is not to be met; it would still be told apart.
  list: (values) => (values.length === 0 ? '' : csvText(values.map((value) => value.replaceAll(/[\\,]/g, '\\$&')).join(', '))),
}

/** RFC 4180, in UTF-8 with a mark at the start: without it spreadsheets read every letter beyond ASCII wrongly. */
function csv(columns: readonly ExportColumn[]): FileFormat {
  return {
    contentType: 'text/csv; charset=utf-8; header=present',
    start: `\uFEFF${columns.map(csvText).join(',')}\r\n`,
    coding: CSV_CODING,
    columns,
    before: columns.map((_, index) => (index === 0 ? '' : ',')),
    after: '\r\n',
  }
}

const JSON_CODING: CellCoding = {
  none: 'null',
  text: JSON.stringify,
  number: String,
  boolean: String,
  time: (value) => `"${isoTime(value)}"`,
  list: JSON.stringify,
}

/** One object a line, shaped like an agent of `GET /api/agents`; the parts of `os` stand together where the first of them was asked for. */
function jsonLines(asked: readonly ExportColumn[]): FileFormat {
  const parts = asked.filter((column) => column.startsWith('os.'))
  const columns = asked.flatMap((column) => (column === parts[0] ? parts : parts.includes(column) ? [] : [column]))
  const before = columns.map((column, index) => {
    const isPart = column.startsWith('os.')
    const isFirst = column === parts[0]
    const ended = columns[index - 1] === parts.at(-1) && !isPart && index > 0 ? '}' : ''
    const name = JSON.stringify(isPart ? column.slice(3) : column)
    return `${ended}${index === 0 ? '{' : ','}${isFirst ? '"os":{' : ''}${name}:`
  })
  const after = columns.at(-1)?.startsWith('os.') ? '}}\n' : '}\n'
  return { contentType: 'application/x-ndjson; charset=utf-8', start: '', coding: JSON_CODING, columns, before, after }
}
