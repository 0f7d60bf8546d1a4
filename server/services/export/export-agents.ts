import { EXPORT_COLUMNS, EXPORT_FORMATS, type ExportColumn, type ExportFormat, exportColumnsOf } from '#lib/contract/export.ts'
import { listOf } from '#server/fleet/query-fleet.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { readSort } from '../fleet/list-agents.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readSnapshot } from '../read-input.ts'
import { cellsOf } from './export-agents-cells.ts'
import { type FileFormat, fileFormat } from './export-agents-format.ts'
import { ExportLine } from './export-line.ts'

export interface ExportInput {
  readonly q?: string | undefined
  readonly sort?: string | undefined
  /** Words of `exportColumnsOf` with commas between; all columns when absent. */
  readonly cols?: string | undefined
  readonly format?: string | undefined
}

interface Reader {
  readonly holds?: () => Promise<boolean>
  readonly ended?: () => void
}

export interface ExportedFile {
  readonly name: string
  readonly contentType: string
  /** Rows that the file will have. */
  readonly rows: number
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>
}

/** Rows between two looks at the clock: well under a millisecond. */
const STEP = 128
/** Characters of one piece; a reader that is slow makes us wait with no more than this written. */
const PIECE = 128 * 1024
/** Whoever takes nothing for so long is gone, and what was kept for them is let go. */
const IDLE_MS = 60_000
/** How often it is looked up whether the reader may still see what is written. */
const LOOK_MS = 3000

/**
 * All agents in scope that match, in the order of the list, as a file: written while it is read, from one snapshot, a few milliseconds
 * at a time. Cancelling the body ends the work; so do rights that are others now, and the file then breaks off. @throws ServiceError `bad_query`, `bad_request`, `not_ready`
 */
export async function exportAgents({
  ctx,
  input,
}: {
  /** `holds` tells whether the rights are still those of `scope`; a slow reader takes minutes. `ended` hears that the body is over. */
  ctx: ServiceContext & Reader
  input: ExportInput
}): Promise<ExportedFile> {
  const expr = readFilter(ctx, input.q)
  const sort = readSort(input.sort)
  const format = readFormat(input.format)
  const file = fileFormat(format, readColumns(input.cols))
  const snapshot = readSnapshot(ctx)
  const slots = await listOf(snapshot, { expr, scope: ctx.scope, sort })
  const at = isoTime(ctx.clock.now())?.slice(0, 19).replaceAll(':', '-')
  return {
    name: `endpoints-${at}Z.${format}`,
    contentType: file.contentType,
    rows: slots.length,
    body: streamOf(pieces(snapshot, slots, file), ctx),
  }
}

const line = new ExportLine()

/** The file in pieces, each written within one turn. */
async function* pieces(
  snapshot: FleetSnapshot,
  slots: Int32Array,
  { start, columns, coding, before, after }: FileFormat,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { turns } = snapshot
  const encoder = new TextEncoder()
  if (start !== '') yield encoder.encode(start)
  await line.next(turns)
  const cells = columns.map((column) => cellsOf(snapshot, column, coding))
  let text = ''
  for (let row = 0; row < slots.length; ) {
    const end = Math.min(row + STEP, slots.length)
    for (; row < end; row++) {
      const slot = slots[row] ?? 0
      for (let i = 0; i < cells.length; i++) text += (before[i] ?? '') + (cells[i]?.(slot) ?? '')
      text += after
    }
    if (text.length < PIECE && row < slots.length && !turns.spent) continue
    yield encoder.encode(text)
    text = ''
    if (turns.spent) await line.next(turns)
  }
}

/** Reads a piece whenever the reader has room for one. */
function streamOf(
  source: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  { clock, holds, ended = () => undefined }: Pick<ServiceContext, 'clock'> & Reader,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let waiting = new AbortController()
  const end = async () => {
    ended()
    await source.return(undefined)
  }
  let lookedAt = clock.now()
  return new ReadableStream({
    async pull(controller) {
      waiting.abort()
      if (holds && Math.abs(clock.now() - lookedAt) >= LOOK_MS) {
        lookedAt = clock.now()
        if (!(await holds())) {
          controller.error(new Error('The rights of the reader of an export are others now'))
          return end()
        }
      }
      const { done, value } = await nextOf(source, ended)
      if (done) {
        ended()
        return controller.close()
      }
      controller.enqueue(value)
      const idle = new AbortController()
      waiting = idle
      void clock.sleep(IDLE_MS, idle.signal).then(async () => {
        if (idle.signal.aborted) return
        controller.error(new Error('The reader of an export took nothing for a minute'))
        await end()
      })
    },
    async cancel() {
      waiting.abort()
      await end()
    },
  })
}

async function nextOf<T>(source: AsyncGenerator<T>, failed: () => void): Promise<IteratorResult<T>> {
  try {
    return await source.next()
  } catch (error) {
    failed()
    throw error
  }
}

function readFormat(text: string | undefined): ExportFormat {
  if (text === undefined || text === '') return 'csv'
  const format = EXPORT_FORMATS.find((known) => known === text)
  if (format) return format
  throw new ServiceError('bad_request', `The format is one of ${EXPORT_FORMATS.join(', ')}.`)
}

/** Each column once, where it was first asked for. */
function readColumns(text: string | undefined): readonly ExportColumn[] {
  if (text === undefined || text === '') return EXPORT_COLUMNS
  const columns = text.split(',').flatMap((word) => {
    const found = exportColumnsOf(word.trim())
    if (found) return found
    throw new ServiceError(
      'bad_request',
      `There is no column “${word.trim().slice(0, 40)}”; known: ${EXPORT_COLUMNS.join(', ')}.`,
    )
  })
  return [...new Set(columns)]
}
