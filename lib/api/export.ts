import { EXPORT_ROWS_HEADER, type ExportFormat } from '#lib/contract/export.ts'
import { EXPORT_TEXT } from '#lib/format/text-export.ts'
import { ApiError } from './api-error.ts'
import { send } from './fetch-json.ts'

export interface ExportParams {
  readonly q: string
  readonly sort: string
  /** Words with commas between; '' for every column. */
  readonly cols: string
  readonly format: ExportFormat
}

/**
 * Reads an export to its end. @param onRows told how many rows have come of how many
 * @throws ApiError, also when fewer rows came than were announced; an abort is passed on as it is
 */
export async function downloadExport(
  { q, sort, cols, format }: ExportParams,
  { signal, onRows }: { signal: AbortSignal; onRows: (rows: number, total: number) => void },
): Promise<{ file: Blob; name: string; rows: number }> {
  const search = new URLSearchParams({ format, ...(q && { q }), ...(sort && { sort }), ...(cols && { cols }) })
  const response = await send(`/api/agents/export?${search}`, { signal })
  const total = Number(response.headers.get(EXPORT_ROWS_HEADER))
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `endpoints.${format}`
  const parts: Uint8Array<ArrayBuffer>[] = []
  const counter = new RowCounter(format)
  try {
    const reader = response.body?.getReader()
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done || !value) break
      parts.push(value)
      onRows(Math.min(counter.add(value), total), total)
    }
  } catch (error) {
    if (signal.aborted) throw error
    throw new ApiError({ code: 'network', status: 0, detail: EXPORT_TEXT.cutOff })
  }
  if (counter.rows !== total) throw new ApiError({ code: 'bad_answer', status: 200, detail: EXPORT_TEXT.cutOff })
  return { file: new Blob(parts, { type: response.headers.get('content-type') ?? '' }), name, rows: total }
}

const QUOTE = 0x22
const NEWLINE = 0x0a

/** Counts rows in the bytes of a file as they come; line breaks within quotes end none, and the header of CSV is no row. */
export class RowCounter {
  readonly #isCsv: boolean
  #lines = 0
  #inQuotes = false

  constructor(format: ExportFormat) {
    this.#isCsv = format === 'csv'
  }

  get rows(): number {
    return Math.max(0, this.#isCsv ? this.#lines - 1 : this.#lines)
  }

  /** @returns the rows so far */
  add(bytes: Uint8Array): number {
    for (const byte of bytes) {
      if (byte === NEWLINE && !this.#inQuotes) this.#lines++
      else if (byte === QUOTE && this.#isCsv) this.#inQuotes = !this.#inQuotes
    }
    return this.rows
  }
}
